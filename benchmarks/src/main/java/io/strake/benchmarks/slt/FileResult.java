/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came out of one or several files.
 *
 * @param name the file, or the folder of the files
 * @param files number of files
 * @param passed queries with the right answer
 * @param failures the others that were asked
 * @param otherDatabases queries that are not for PostgreSQL, or behind the end that a file has for
 *     it
 * @param beyondLimit queries that were left out by the limit
 * @param remarks statements that PostgreSQL did not treat as the corpus expects
 * @param nanos sum of the times of the queries
 */
record FileResult(
    String name,
    int files,
    int passed,
    List<Failure> failures,
    int otherDatabases,
    int beyondLimit,
    List<String> remarks,
    long nanos) {

  /** Returns the number of queries that were asked. */
  int asked() {
    return passed + failures.size();
  }

  /** Returns the folder of the file; a file that is in none of the second level is its own. */
  String folder() {
    int slash = name.lastIndexOf('/');
    return name.indexOf('/') == slash ? name : name.substring(0, slash);
  }

  /** Returns the sum of some results. */
  static FileResult sum(String name, Collection<FileResult> results) {
    FileResult sum = new FileResult(name, 0, 0, List.of(), 0, 0, List.of(), 0);
    for (FileResult result : results) {
      sum = sum.plus(result);
    }
    return sum;
  }

  private FileResult plus(FileResult other) {
    return new FileResult(
        name,
        files + other.files,
        passed + other.passed,
        concat(failures, other.failures),
        otherDatabases + other.otherDatabases,
        beyondLimit + other.beyondLimit,
        concat(remarks, other.remarks),
        nanos + other.nanos);
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return new ArrayList<>(Stream.concat(first.stream(), second.stream()).toList());
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Directories that follow each other, so that one request may list the objects of many. Immutable.
 *
 * @param directories directories in the order of the listing, each with a slash at its end
 */
record DirectoryRun(List<String> directories) {
  /** Objects of one answer of an object store. */
  private static final int ONE_ANSWER = 1_000;

  /** As many directories are listed at the same time one by one. */
  private static final int LEAST_OF_ANSWER = 16;

  /** Copies the list. */
  DirectoryRun {
    directories = List.copyOf(directories);
  }

  /** Returns the runs of all directories that pass a test. */
  static List<DirectoryRun> of(List<String> all, Predicate<String> test) {
    List<DirectoryRun> runs = new ArrayList<>();
    List<String> run = new ArrayList<>();
    for (String directory : all) {
      if (test.test(directory)) {
        run.add(directory);
      } else if (!run.isEmpty()) {
        runs.add(new DirectoryRun(run));
        run.clear();
      }
    }
    if (!run.isEmpty()) {
      runs.add(new DirectoryRun(run));
    }
    return runs;
  }

  /**
   * Returns the objects below the first directories, each with all of its own.
   *
   * <p>Goes on while an answer has many directories; those with many objects are left out.
   *
   * @param prefix prefix of all of them
   */
  Map<String, List<StoredObject>> list(ObjectStore store, String prefix) {
    Map<String, List<StoredObject>> listed = new LinkedHashMap<>();
    int before = 0;
    while (before < directories.size()) {
      List<StoredObject> answer = store.list(prefix, directories.get(before), ONE_ANSWER);
      int done = before;
      int next = 0;
      boolean isAll = answer.size() < ONE_ANSWER;
      while (done < directories.size()) {
        String directory = directories.get(done);
        List<StoredObject> below = new ArrayList<>();
        while (next < answer.size() && !isBehind(answer.get(next).key(), directory)) {
          if (answer.get(next).key().startsWith(directory)) {
            below.add(answer.get(next));
          }
          next++;
        }
        if (next == answer.size() && !isAll) {
          break; // there may be more of it
        }
        listed.put(directory, below);
        done++;
      }
      if (done - before < LEAST_OF_ANSWER) {
        return listed;
      }
      before = done;
    }
    return listed;
  }

  private static boolean isBehind(String key, String directory) {
    return !key.startsWith(directory) && ObjectTree.BY_BYTES.compare(key, directory) > 0;
  }
}

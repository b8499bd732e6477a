/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/** Tests of the values of a column that is not nested, without vectors. Not thread-safe. */
public final class ColumnTester {
  private final FlatReader reader;

  /**
   * Creates a tester of a column chunk.
   *
   * @param conversion how the values are read
   */
  public ColumnTester(
      ColumnDescriptor column, Conversion conversion, ColumnChunk chunk, ChunkInput input) {
    this.reader =
        new FlatReader(
            new ColumnNode.Leaf(column, conversion, Widening.NONE, 0, 0),
            new PageCursor(column, new PageStream(column, chunk, input)),
            chunk.firstRows());
  }

  /**
   * Tests rows.
   *
   * @param from first row in the row group, not before those that were tested
   * @param rows number of rows
   * @param passing sets of each test, to which rows that pass are added
   * @throws DamageException if the bytes are not what the format demands; damaged bytes may lead to
   *     unchecked exceptions as well
   */
  public void test(long from, int rows, List<ValueTest> tests, List<BitSet> passing)
      throws IOException {
    reader.skipTo(from);
    reader.test(rows, tests, passing);
  }

  /** Returns the position in the file that was reached, in bytes. */
  public long offset() {
    return reader.offset();
  }

  /**
   * Returns which tests some entry of a dictionary passes.
   *
   * @param input the bytes of the dictionary page
   * @throws DamageException if they are none
   */
  public static BitSet testDictionary(
      ColumnDescriptor column, ColumnChunk chunk, ChunkInput input, List<ValueTest> tests)
      throws IOException {
    PageStream pages = new PageStream(column, chunk, input);
    pages.next();
    ValueBlock entries = pages.dictionary();
    if (entries == null) {
      throw new DamageException(pages.offset(), "no dictionary where the footer says there is one");
    }
    int count =
        Math.max(entries.starts.length, Math.max(entries.ints.length, entries.longs.length));
    boolean[] passes = new boolean[count];
    BitSet passing = new BitSet();
    for (int i = 0; i < tests.size(); i++) {
      tests.get(i).test(entries, count, passes);
      for (int entry = 0; entry < count && !passing.get(i); entry++) {
        passing.set(i, passes[entry]);
      }
    }
    return passing;
  }
}

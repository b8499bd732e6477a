/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Test of texts by their bytes in UTF-8, which is the order of their code points. Immutable. */
public final class TextTest extends ValueTest {
  private final byte[][] sorted;
  private final byte @Nullable [] bound;
  private final boolean isBelow;
  private final boolean isIncluded;

  private TextTest(byte[][] sorted, byte @Nullable [] bound, boolean isBelow, boolean isIncluded) {
    this.sorted = sorted;
    this.bound = bound;
    this.isBelow = isBelow;
    this.isIncluded = isIncluded;
  }

  /** Returns a test that some texts pass. */
  public static TextTest in(Collection<String> texts) {
    byte[][] sorted = texts.stream().map(TextTest::utf8).toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compareUnsigned);
    return new TextTest(sorted, null, false, false);
  }

  /** Returns a test that texts pass on one side of a bound, or the bound itself, too. */
  public static TextTest beside(String bound, boolean isBelow, boolean isIncluded) {
    return new TextTest(new byte[0][], utf8(bound), isBelow, isIncluded);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  boolean ofNull() {
    return false;
  }

  @Override
  void test(ValueBlock block, int count, boolean[] passes) {
    byte[] limit = bound;
    for (int i = 0; i < count; i++) {
      int start = block.starts[i];
      int end = start + block.lengths[i];
      passes[i] =
          limit == null ? isOne(block.heap, start, end) : isBeside(limit, block.heap, start, end);
    }
  }

  private boolean isOne(byte[] heap, int start, int end) {
    int low = 0;
    int high = sorted.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(sorted[middle], heap, start, end);
      if (order == 0) {
        return true;
      } else if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }

  private boolean isBeside(byte[] limit, byte[] heap, int start, int end) {
    int order = compare(limit, heap, start, end);
    return order == 0 ? isIncluded : order > 0 == isBelow;
  }

  private static int compare(byte[] left, byte[] heap, int start, int end) {
    return Arrays.compareUnsigned(left, 0, left.length, heap, start, end);
  }
}

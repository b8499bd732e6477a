/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** Writer of the value that a partition column has in all rows of an object. */
final class ConstantColumn {
  private ConstantColumn() {}

  /** Fills the first rows of a vector; null leaves them NULL. */
  static void fill(FieldVector vector, @Nullable Comparable<?> value, int rows) {
    if (value instanceof BigDecimal number) {
      long whole = number.longValueExact();
      BigIntVector target = (BigIntVector) vector;
      for (int row = 0; row < rows; row++) {
        target.set(row, whole);
      }
    } else if (value instanceof Long day) {
      DateDayVector target = (DateDayVector) vector;
      for (int row = 0; row < rows; row++) {
        target.set(row, Math.toIntExact(day));
      }
    } else if (value instanceof Text text) {
      byte[] bytes = text.value().getBytes(StandardCharsets.UTF_8);
      VarCharVector target = (VarCharVector) vector;
      for (int row = 0; row < rows; row++) {
        target.setSafe(row, bytes);
      }
    } else if (value != null) {
      throw new AssertionError(value);
    }
  }
}

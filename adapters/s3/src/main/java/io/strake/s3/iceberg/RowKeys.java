/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * Values of rows in some columns as keys of sets. NULL is a value like any other, equal to itself.
 */
final class RowKeys {
  private static final Object NULL = new Object();

  private RowKeys() {}

  /** Returns the key of a row. */
  static Object of(List<FieldVector> columns, int row) {
    if (columns.size() == 1) {
      return value(columns.get(0), row);
    }
    List<Object> values = new ArrayList<>(columns.size());
    columns.forEach(column -> values.add(value(column, row)));
    return values;
  }

  /** The same number is the same key, whether its vector is narrow or not. */
  private static Object value(FieldVector column, int row) {
    if (column.isNull(row)) {
      return NULL;
    } else if (column instanceof BaseVariableWidthVector bytes) {
      return ByteBuffer.wrap(bytes.get(row));
    } else if (column instanceof DecimalVector decimals) {
      return decimals.getObject(row).unscaledValue();
    } else if (column.getField().getType() instanceof ArrowType.Decimal) {
      return BigInteger.valueOf(
          column instanceof IntVector ints ? ints.get(row) : ((BigIntVector) column).get(row));
    }
    return column.getObject(row);
  }
}

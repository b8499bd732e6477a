/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.strake.planner.StrakeException;
import io.strake.rest.model.ColumnSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;

/** The writers of booleans and numbers, and the choice of the writer of a column. */
final class ColumnWriters {
  private ColumnWriters() {}

  static ColumnWriter<?> of(ColumnSpec column, RowPosition position) {
    return switch (column.type().name()) {
      case BOOLEAN -> new Booleans(column, position);
      case TINYINT ->
          new Integers<>(column, position, TinyIntVector.class, 1) {
            @Override
            void set(TinyIntVector target, int row, long value) {
              target.setSafe(row, (byte) value);
            }
          };
      case SMALLINT ->
          new Integers<>(column, position, SmallIntVector.class, 2) {
            @Override
            void set(SmallIntVector target, int row, long value) {
              target.setSafe(row, (short) value);
            }
          };
      case INTEGER ->
          new Integers<>(column, position, IntVector.class, 4) {
            @Override
            void set(IntVector target, int row, long value) {
              target.setSafe(row, (int) value);
            }
          };
      case BIGINT ->
          new Integers<>(column, position, BigIntVector.class, 8) {
            @Override
            void set(BigIntVector target, int row, long value) {
              target.setSafe(row, value);
            }
          };
      case REAL -> new Singles(column, position);
      case FLOAT, DOUBLE -> new Doubles(column, position);
      case DECIMAL -> new Decimals(column, position);
      case VARCHAR -> new TextWriter(column, position);
      case DATE -> new TemporalWriters.Dates(column, position);
      case TIME -> new TemporalWriters.Times(column, position);
      case TIMESTAMP -> new TemporalWriters.Timestamps(column, position);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> new TemporalWriters.Instants(column, position);
      default -> throw new AssertionError(column.type());
    };
  }

  private static final class Booleans extends ColumnWriter<BitVector> {
    Booleans(ColumnSpec column, RowPosition position) {
      super(column, position, BitVector.class);
    }

    @Override
    int writeValue(JsonParser parser, int row, BitVector target) {
      JsonToken token = parser.currentToken();
      if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
        throw mismatch(parser);
      }
      target.setSafe(row, token == JsonToken.VALUE_TRUE ? 1 : 0);
      return 1;
    }
  }

  private abstract static class Integers<V extends FieldVector> extends ColumnWriter<V> {
    private final int bytes;
    private final long max;

    Integers(ColumnSpec column, RowPosition position, Class<V> vectorClass, int bytes) {
      super(column, position, vectorClass);
      this.bytes = bytes;
      this.max = Long.MAX_VALUE >> (Long.SIZE - bytes * Byte.SIZE);
    }

    abstract void set(V target, int row, long value);

    @Override
    final int writeValue(JsonParser parser, int row, V target) throws IOException {
      long value = value(parser);
      if (value > max || value < -max - 1) {
        throw mismatch("a number out of range", null);
      }
      set(target, row, value);
      return bytes;
    }

    private long value(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
          && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
        return parser.getLongValue();
      }
      try {
        return number(parser).longValueExact();
      } catch (ArithmeticException e) {
        throw mismatch("a number that is not whole or out of range", null);
      }
    }
  }

  private static final class Singles extends ColumnWriter<Float4Vector> {
    Singles(ColumnSpec column, RowPosition position) {
      super(column, position, Float4Vector.class);
    }

    @Override
    int writeValue(JsonParser parser, int row, Float4Vector target) throws IOException {
      float value = number(parser).floatValue();
      if (Float.isInfinite(value)) {
        throw mismatch("a number out of range", null);
      }
      target.setSafe(row, value);
      return Float.BYTES;
    }
  }

  private static final class Doubles extends ColumnWriter<Float8Vector> {
    Doubles(ColumnSpec column, RowPosition position) {
      super(column, position, Float8Vector.class);
    }

    @Override
    int writeValue(JsonParser parser, int row, Float8Vector target) throws IOException {
      double value =
          parser.currentToken().isNumeric()
              ? parser.getDoubleValue()
              : number(parser).doubleValue();
      if (Double.isInfinite(value)) {
        throw mismatch("a number out of range", null);
      }
      target.setSafe(row, value);
      return Double.BYTES;
    }
  }

  private static final class Decimals extends ColumnWriter<DecimalVector> {
    Decimals(ColumnSpec column, RowPosition position) {
      super(column, position, DecimalVector.class);
    }

    @Override
    int writeValue(JsonParser parser, int row, DecimalVector target) throws IOException {
      BigDecimal value = number(parser);
      int wholeDigits = target.getPrecision() - target.getScale();
      // Looked at first: a text such as 1e1000000 would be written out in full by a change of scale
      if (value.signum() != 0 && (long) value.precision() - value.scale() > wholeDigits) {
        throw mismatch("a number with too many digits", null);
      }
      target.setSafe(row, rescaled(value, target.getScale()));
      return DecimalVector.TYPE_WIDTH;
    }

    private BigDecimal rescaled(BigDecimal value, int scale) {
      if (value.signum() == 0) {
        return BigDecimal.ZERO.setScale(scale);
      }
      // Digits to drop must all be zeros, and the first digit is none; looked at before 1e-1000000
      // makes a change of scale divide by a number written out in full
      if ((long) value.scale() - scale >= value.precision()) {
        throw tooFine();
      }
      try {
        return value.setScale(scale, RoundingMode.UNNECESSARY);
      } catch (ArithmeticException e) {
        throw tooFine();
      }
    }

    private StrakeException tooFine() {
      return mismatch("a number with too many digits behind the point", null);
    }
  }
}

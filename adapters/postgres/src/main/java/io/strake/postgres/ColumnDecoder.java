/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Writer of the binary values of one column into the vector of a batch; makes no object per value.
 *
 * <p>The formats are those of the server's send functions. NULL is not written: vectors start as
 * all NULL. Not thread-safe; confined to one reader.
 *
 * @param <V> class of the vector
 */
abstract class ColumnDecoder<V extends FieldVector> {
  private final Class<V> vectorClass;
  private final int fixedBytes;
  private @Nullable V vector;

  /**
   * Creates a decoder.
   *
   * @param fixedBytes bytes of a value, 0 if it varies
   */
  ColumnDecoder(Class<V> vectorClass, int fixedBytes) {
    this.vectorClass = vectorClass;
    this.fixedBytes = fixedBytes;
  }

  /** Returns the decoder of a field. */
  static ColumnDecoder<?> of(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Bool) {
      return new PlainDecoders.OfBoolean();
    } else if (type instanceof ArrowType.Int integer) {
      return integer(integer.getBitWidth());
    } else if (type instanceof ArrowType.FloatingPoint floating) {
      return switch (floating.getPrecision()) {
        case SINGLE -> new PlainDecoders.OfReal();
        case DOUBLE -> new PlainDecoders.OfDouble();
        case HALF -> throw new AssertionError("no type of SQL: " + type);
      };
    } else if (type instanceof ArrowType.Decimal decimal) {
      return new NumericDecoder(decimal.getScale());
    } else if (type instanceof ArrowType.Utf8) {
      return new PlainDecoders.OfText();
    } else if (type instanceof ArrowType.Binary) {
      return new PlainDecoders.OfBinary();
    } else if (type instanceof ArrowType.Date) {
      return new TimeDecoders.OfDate();
    } else if (type instanceof ArrowType.Time) {
      return new TimeDecoders.OfTime();
    } else if (type instanceof ArrowType.Timestamp) {
      return new TimeDecoders.OfTimestamp();
    } else if (type instanceof ArrowType.Null) {
      return new PlainDecoders.OfNull();
    }
    throw new AssertionError("the rules let through " + type);
  }

  /** Takes the vector of a new batch and gives it space for that many rows. */
  final void bind(FieldVector newVector, int rows) {
    newVector.setInitialCapacity(rows);
    newVector.allocateNew();
    vector = vectorClass.cast(newVector);
  }

  /** Returns the bytes of a value, 0 if it varies. */
  final int fixedBytes() {
    return fixedBytes;
  }

  /** Returns the vector of the current batch. */
  final V vector() {
    return requireNonNull(vector, "vector");
  }

  /** Writes one value that is not NULL. */
  abstract void decode(byte[] bytes, int offset, int length, int row);

  private static ColumnDecoder<?> integer(int bits) {
    return switch (bits) {
      case 16 -> new PlainDecoders.OfSmallInt();
      case 32 -> new PlainDecoders.OfInteger();
      case 64 -> new PlainDecoders.OfBigInt();
      default -> throw new AssertionError("no type of the server has " + bits + " bits");
    };
  }
}

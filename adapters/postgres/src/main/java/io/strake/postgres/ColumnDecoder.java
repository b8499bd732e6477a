/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Writer of the binary values of one column into the vector of a batch; makes no object per value.
 *
 * <p>The formats are those of the server's send functions. Values are gathered in an array of the
 * vector's layout, block by block, since each access to a vector costs checks. Not thread-safe;
 * confined to one reader.
 *
 * @param <V> class of the vector
 */
abstract class ColumnDecoder<V extends FieldVector> {
  private final Class<V> vectorClass;
  private final int fixedBytes;
  private final byte[] validity = new byte[RowBlock.ROWS / Byte.SIZE];
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
        case SINGLE -> new PlainDecoders.OfFourBytes();
        case DOUBLE -> new PlainDecoders.OfEightBytes();
        case HALF -> throw new AssertionError("no type of SQL: " + type);
      };
    } else if (type instanceof ArrowType.Decimal decimal) {
      return new NumericDecoder(decimal.getScale());
    } else if (type instanceof ArrowType.Utf8) {
      return new PlainDecoders.OfAnyBytes();
    } else if (type instanceof ArrowType.Binary) {
      return new PlainDecoders.OfAnyBytes();
    } else if (type instanceof ArrowType.Date) {
      return new TimeDecoders.OfDate();
    } else if (type instanceof ArrowType.Time) {
      return new TimeDecoders.OfTime();
    } else if (type instanceof ArrowType.Timestamp) {
      return new TimeDecoders.OfTimestamp();
    } else if (type instanceof ArrowType.List) {
      return new ArrayDecoder(of(field.getChildren().get(0)));
    } else if (type instanceof ArrowType.Null) {
      return new PlainDecoders.OfNull();
    }
    throw new AssertionError("the rules let through " + type);
  }

  /** Takes the vector of a new batch and gives it space for that many rows. */
  final void bind(FieldVector newVector, int rows) {
    newVector.setInitialCapacity(rows);
    newVector.allocateNew();
    attach(newVector);
  }

  /** Takes a vector that has space. */
  final void attach(FieldVector newVector) {
    vector = vectorClass.cast(newVector);
    bound();
  }

  /** Called when there is another vector. */
  void bound() {}

  /** Returns the bytes of a value, 0 if it varies. */
  final int fixedBytes() {
    return fixedBytes;
  }

  /** Returns the vector of the current batch. */
  final V vector() {
    return requireNonNull(vector, "vector");
  }

  /**
   * Writes a block of rows.
   *
   * @param column which of its columns
   * @param first place of its first row in the vector, a multiple of 8
   */
  final void decode(RowBlock block, int column, int first) {
    writeValidity(block, column, first);
    decode(block.rows(), block.offsets(column), block.lengths(column), block.size(), first);
  }

  /** Writes values and whether they are NULL, anywhere in the vector. */
  final void decodeItems(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
    for (int i = 0; i < count; i++) {
      BitVectorHelper.setValidityBit(
          vector().getValidityBuffer(), first + i, lengths[i] < 0 ? 0 : 1);
    }
    decode(rows, offsets, lengths, count, first);
  }

  /**
   * Writes values; whether they are NULL has been written.
   *
   * @param rows what they are in
   * @param offsets where in its row each begins
   * @param lengths bytes of each, -1 for NULL
   * @param count how many there are
   * @param first place of the first of them in the vector
   */
  abstract void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first);

  /** Writes values of fixed width that have been gathered. */
  final void write(byte[] values, int count, int first) {
    vector()
        .getDataBuffer()
        .setBytes((long) first * fixedBytes, values, 0, (long) count * fixedBytes);
  }

  private void writeValidity(RowBlock block, int column, int first) {
    int count = block.size();
    int full = count / Byte.SIZE;
    Arrays.fill(validity, 0, full, (byte) -1);
    if (count % Byte.SIZE != 0) {
      validity[full++] = (byte) ((1 << count % Byte.SIZE) - 1);
    }
    if (block.hasNulls(column)) {
      int[] lengths = block.lengths(column);
      for (int i = 0; i < count; i++) {
        if (lengths[i] < 0) {
          validity[i / Byte.SIZE] &= (byte) ~(1 << i % Byte.SIZE);
        }
      }
    }
    if (vector().getValidityBuffer().capacity() > 0) { // a column without type has none
      vector().getValidityBuffer().setBytes(first / Byte.SIZE, validity, 0, full);
    }
  }

  private static ColumnDecoder<?> integer(int bits) {
    return switch (bits) {
      case 16 -> new PlainDecoders.OfTwoBytes();
      case 32 -> new PlainDecoders.OfFourBytes();
      case 64 -> new PlainDecoders.OfEightBytes();
      default -> throw new AssertionError("no type of the server has " + bits + " bits");
    };
  }
}

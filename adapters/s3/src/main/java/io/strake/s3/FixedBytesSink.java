/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.vector.FieldVector;
import org.apache.parquet.io.ParquetDecodingException;

/** Sink of bytes that are numbers: big-endian decimals and the old 96-bit timestamps. */
final class FixedBytesSink extends VectorSink {
  private static final long JULIAN_DAY_OF_EPOCH = 2_440_588;
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long NANOS_PER_MICRO = 1_000;

  private final ParquetType.Conversion conversion;

  FixedBytesSink(ParquetType.Conversion conversion) {
    this.conversion = conversion;
  }

  @Override
  void writeValues(Page page, int row, int value, int count, FieldVector vector, int at) {
    boolean isTimestamp = conversion == ParquetType.Conversion.INT96;
    int width = isTimestamp ? Long.BYTES : LongSink.DECIMAL_BYTES;
    ByteBuffer out = data(vector, at, count, width);
    int[] levels = page.levels();
    PageValues values = page.values();
    int next = value;
    for (int i = 0; i < count; i++) {
      if (levels != null && levels[row + i] == 0) {
        out.position(out.position() + width);
      } else if (isTimestamp) {
        out.putLong(micros(values.heap(), values.starts()[next++]));
      } else {
        putDecimal(values.heap(), values.starts()[next], values.lengths()[next], out);
        next++;
      }
    }
  }

  private static long micros(byte[] heap, int start) {
    ByteBuffer in = ByteBuffer.wrap(heap, start, 12).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = in.getLong();
    long day = Integer.toUnsignedLong(in.getInt()) - JULIAN_DAY_OF_EPOCH;
    return Math.addExact(
        Math.multiplyExact(day, MICROS_PER_DAY), Math.floorDiv(nanos, NANOS_PER_MICRO));
  }

  private static void putDecimal(byte[] heap, int start, int length, ByteBuffer out) {
    long sign = length > 0 && heap[start] < 0 ? -1 : 0;
    long high = sign;
    long low = sign;
    for (int i = 0; i < length; i++) {
      boolean isLost = i < length - LongSink.DECIMAL_BYTES && heap[start + i] != (byte) sign;
      if (isLost) {
        throw new ParquetDecodingException("a decimal of more than 128 bits");
      }
      high = high << Byte.SIZE | low >>> (Long.SIZE - Byte.SIZE);
      low = low << Byte.SIZE | heap[start + i] & 0xff;
    }
    out.putLong(low).putLong(high);
  }
}

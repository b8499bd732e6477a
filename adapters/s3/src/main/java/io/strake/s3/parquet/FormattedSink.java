/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Sink of bytes that become text: UUIDs and intervals. Not thread-safe. */
final class FormattedSink extends VectorSink {
  private static final int MILLIS_PER_SECOND = 1000;

  private final Conversion conversion;
  private final BytesSink texts = new BytesSink();
  private final ValueBlock text = new ValueBlock(PhysicalKind.BYTES, ValueBlock.CAPACITY);

  FormattedSink(Conversion conversion) {
    this.conversion = conversion;
  }

  @Override
  void writeValues(
      ValueBlock block,
      int @Nullable [] levels,
      int maxLevel,
      int count,
      FieldVector vector,
      int at) {
    int values = 0;
    for (int i = 0; i < count; i++) {
      values += levels == null || levels[i] == maxLevel ? 1 : 0;
    }
    int end = 0;
    for (int i = 0; i < values; i++) {
      ByteBuffer bytes = ByteBuffer.wrap(block.heap, block.starts[i], block.lengths[i]);
      String shown =
          conversion == Conversion.UUID
              ? new UUID(bytes.getLong(), bytes.getLong()).toString()
              : interval(bytes.order(ByteOrder.LITTLE_ENDIAN));
      byte[] ascii = shown.getBytes(StandardCharsets.US_ASCII);
      text.growHeap(end + ascii.length);
      System.arraycopy(ascii, 0, text.heap, end, ascii.length);
      text.starts[i] = end;
      text.lengths[i] = ascii.length;
      end += ascii.length;
    }
    texts.writeValues(text, levels, maxLevel, count, vector, at);
  }

  /**
   * Returns months, days and milliseconds as a duration of ISO 8601. They are not converted into
   * each other, since neither months nor days have a fixed length.
   */
  private static String interval(ByteBuffer bytes) {
    long months = Integer.toUnsignedLong(bytes.getInt());
    long days = Integer.toUnsignedLong(bytes.getInt());
    long millis = Integer.toUnsignedLong(bytes.getInt());
    StringBuilder duration = new StringBuilder("P");
    if (months != 0) {
      duration.append(months).append('M');
    }
    if (days != 0) {
      duration.append(days).append('D');
    }
    if (millis != 0 || duration.length() == 1) {
      duration.append('T').append(millis / MILLIS_PER_SECOND);
      if (millis % MILLIS_PER_SECOND != 0) {
        String fraction = "%03d".formatted(millis % MILLIS_PER_SECOND);
        duration.append('.').append(fraction.replaceAll("0+$", ""));
      }
      duration.append('S');
    }
    return duration.toString();
  }
}

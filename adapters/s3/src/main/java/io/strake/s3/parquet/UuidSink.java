/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Sink of UUIDs, which become text. Not thread-safe. */
final class UuidSink extends VectorSink {
  private static final int TEXT_BYTES = 36;

  private final BytesSink texts = new BytesSink();
  private final ValueBlock text = new ValueBlock(PhysicalKind.BYTES, ValueBlock.CAPACITY);

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
    text.growHeap(values * TEXT_BYTES);
    for (int i = 0; i < values; i++) {
      ByteBuffer bytes = ByteBuffer.wrap(block.heap, block.starts[i], block.lengths[i]);
      byte[] ascii =
          new UUID(bytes.getLong(), bytes.getLong()).toString().getBytes(StandardCharsets.US_ASCII);
      text.starts[i] = i * TEXT_BYTES;
      text.lengths[i] = TEXT_BYTES;
      System.arraycopy(ascii, 0, text.heap, text.starts[i], TEXT_BYTES);
    }
    texts.writeValues(text, levels, maxLevel, count, vector, at);
  }
}

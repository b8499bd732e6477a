/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import org.apache.parquet.schema.PrimitiveType;

/**
 * Decoder of BYTE_STREAM_SPLIT: first the first bytes of all values, then the second ones, and so
 * on. Not thread-safe.
 */
final class StreamSplitDecoder implements ValueDecoder {
  private final PhysicalKind kind;
  private final Slice in;
  private final int width;
  private final int values;
  private final long offset;
  private int next;

  StreamSplitDecoder(PrimitiveType type, Slice in, long offset) throws DamageException {
    this.kind = PhysicalKind.of(type);
    this.in = in;
    this.width = PlainDecoder.width(type);
    if (width == 0) {
      throw new DamageException(offset, "values in the encoding BYTE_STREAM_SPLIT");
    }
    this.values = in.length() / width;
    this.offset = offset;
  }

  @Override
  public void read(ValueBlock out, int count) throws DamageException {
    if (count > values - next) {
      throw new DamageException(offset, "a page ends before its values");
    }
    switch (kind) {
      case INTS -> {
        for (int i = 0; i < count; i++) {
          out.ints[i] = (int) value(next + i);
        }
      }
      case LONGS -> {
        for (int i = 0; i < count; i++) {
          out.longs[i] = value(next + i);
        }
      }
      case BYTES -> readBytes(out, count);
    }
    next += count;
  }

  private void readBytes(ValueBlock out, int count) {
    out.heap = new byte[width * count + ValueBlock.SLACK];
    for (int i = 0; i < count; i++) {
      out.starts[i] = i * width;
      out.lengths[i] = width;
      for (int b = 0; b < width; b++) {
        out.heap[i * width + b] = in.bytes()[in.from() + b * values + next + i];
      }
    }
  }

  private long value(int index) {
    long value = 0;
    for (int b = 0; b < width; b++) {
      value |= (in.bytes()[in.from() + b * values + index] & 0xffL) << (8 * b);
    }
    return value;
  }
}

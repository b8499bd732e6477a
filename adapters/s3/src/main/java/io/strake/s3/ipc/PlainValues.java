/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.Conversion;
import io.strake.s3.parquet.DamageException;
import io.strake.s3.parquet.PhysicalKind;
import io.strake.s3.parquet.ValueBlock;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Values that are written one by one. Not thread-safe. */
final class PlainValues implements LeafValues {
  private static final long MILLIS_PER_DAY = 86_400_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int VIEW_BYTES = 16;
  private static final int INLINE_BYTES = 12;
  private static final int PREFIX_BYTES = 4;

  private final IpcColumn column;
  private final ArrowType type;
  private final Conversion conversion;
  private final long offset;

  /**
   * Creates values.
   *
   * @param offset position of the message in the object, for errors
   */
  PlainValues(IpcColumn column, Conversion conversion, long offset) {
    this.column = column;
    this.type = column.field().getType();
    this.conversion = conversion;
    this.offset = offset;
  }

  @Override
  public PhysicalKind kind() {
    return conversion.kind();
  }

  @Override
  public boolean isValid(int row) {
    return !(type instanceof ArrowType.Null) && column.isValid(row);
  }

  @Override
  public void load(int[] rows, int count, ValueBlock out) throws DamageException {
    switch (kind()) {
      case INTS -> loadInts(rows, count, out.ints);
      case LONGS -> loadLongs(rows, count, out.longs);
      case BYTES -> loadBytes(rows, count, out);
    }
  }

  private void loadInts(int[] rows, int count, int[] out) {
    ByteBuffer data = count == 0 ? ColumnWalk.empty() : column.data();
    switch (ColumnWalk.bits(type)) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          out[i] = data.get(rows[i] >> 3) >> (rows[i] & 7) & 1;
        }
      }
      case Byte.SIZE -> {
        int mask = conversion == Conversion.UINT8_TO_INT16 ? 0xff : -1;
        for (int i = 0; i < count; i++) {
          out[i] = data.get(rows[i]) & mask;
        }
      }
      case Short.SIZE -> {
        int mask = conversion == Conversion.UINT16_TO_INT32 ? 0xffff : -1;
        for (int i = 0; i < count; i++) {
          out[i] = data.getShort(rows[i] * Short.BYTES) & mask;
        }
      }
      case Integer.SIZE -> {
        for (int i = 0; i < count; i++) {
          out[i] = data.getInt(rows[i] * Integer.BYTES);
        }
      }
      default -> { // days that are written in milliseconds
        for (int i = 0; i < count; i++) {
          out[i] =
              Math.toIntExact(Math.floorDiv(data.getLong(rows[i] * Long.BYTES), MILLIS_PER_DAY));
        }
      }
    }
  }

  private void loadLongs(int[] rows, int count, long[] out) throws DamageException {
    ByteBuffer data = count == 0 ? ColumnWalk.empty() : column.data();
    int width = ColumnWalk.bits(type) / Byte.SIZE;
    if (width == Integer.BYTES) {
      for (int i = 0; i < count; i++) {
        out[i] = data.getInt(rows[i] * Integer.BYTES);
      }
    } else {
      for (int i = 0; i < count; i++) {
        out[i] = data.getLong(rows[i] * width);
      }
    }
    if (isSeconds()) {
      for (int i = 0; i < count; i++) {
        out[i] = Math.multiplyExact(out[i], MICROS_PER_SECOND);
      }
    }
    for (int at = Long.BYTES; at < width; at += Long.BYTES) { // wide decimals of few digits
      for (int i = 0; i < count; i++) {
        if (data.getLong(rows[i] * width + at) != out[i] >> (Long.SIZE - 1)) {
          throw new DamageException(offset, "a decimal of more digits than its type has");
        }
      }
    }
  }

  private boolean isSeconds() {
    return (type instanceof ArrowType.Time time && time.getUnit() == TimeUnit.SECOND)
        || (type instanceof ArrowType.Timestamp timestamp
            && timestamp.getUnit() == TimeUnit.SECOND);
  }

  private void loadBytes(int[] rows, int count, ValueBlock out) throws DamageException {
    if (conversion == Conversion.BINARY_TO_DECIMAL) {
      loadDecimals(rows, count, out);
    } else if (type instanceof ArrowType.Utf8View || type instanceof ArrowType.BinaryView) {
      loadViews(rows, count, out);
    } else if (ColumnWalk.bits(type) > 0 || type instanceof ArrowType.FixedSizeBinary) {
      int width = ColumnWalk.bits(type) / Byte.SIZE;
      ByteBuffer data = column.data();
      out.heap = data.array();
      for (int i = 0; i < count; i++) {
        out.starts[i] = data.arrayOffset() + rows[i] * width;
        out.lengths[i] = width;
      }
    } else if (count > 0) {
      loadRanges(rows, count, out);
    }
  }

  private void loadRanges(int[] rows, int count, ValueBlock out) throws DamageException {
    ByteBuffer offsets = column.buffers()[0];
    ByteBuffer data = column.buffers()[1];
    boolean isLarge = type instanceof ArrowType.LargeUtf8 || type instanceof ArrowType.LargeBinary;
    out.heap = data.array();
    for (int i = 0; i < count; i++) {
      int row = rows[i];
      long start =
          isLarge ? offsets.getLong(row * Long.BYTES) : offsets.getInt(row * Integer.BYTES);
      long end =
          isLarge
              ? offsets.getLong((row + 1) * Long.BYTES)
              : offsets.getInt((row + 1) * Integer.BYTES);
      if (start < 0 || start > end || end > data.capacity()) {
        throw new DamageException(offset, "a text that is not within its buffer");
      }
      out.starts[i] = data.arrayOffset() + (int) start;
      out.lengths[i] = (int) (end - start);
    }
  }

  /** Values of numbers are written with the least significant byte first, and read otherwise. */
  private void loadDecimals(int[] rows, int count, ValueBlock out) {
    ByteBuffer data = column.data();
    int width = ColumnWalk.bits(type) / Byte.SIZE;
    out.growHeap(Math.multiplyExact(count, width));
    for (int i = 0; i < count; i++) {
      out.starts[i] = i * width;
      out.lengths[i] = width;
      for (int b = 0; b < width; b++) {
        out.heap[i * width + b] = data.get(rows[i] * width + width - 1 - b);
      }
    }
  }

  private void loadViews(int[] rows, int count, ValueBlock out) throws DamageException {
    ByteBuffer views = column.data();
    long total = 0;
    for (int i = 0; i < count; i++) {
      int length = views.getInt(rows[i] * VIEW_BYTES);
      if (length < 0) {
        throw new DamageException(offset, "a text of " + length + " bytes");
      }
      total += length;
    }
    // values are copied, of which many may be one and the same
    if (total > Integer.MAX_VALUE / 2) {
      throw new DamageException(offset, "texts of " + total + " bytes in a row");
    }
    out.growHeap((int) total);
    int at = 0;
    for (int i = 0; i < count; i++) {
      int view = rows[i] * VIEW_BYTES;
      int length = views.getInt(view);
      ByteBuffer from = views;
      int start = view + PREFIX_BYTES;
      if (length > INLINE_BYTES) {
        from = viewed(views.getInt(view + 2 * PREFIX_BYTES));
        start = views.getInt(view + 3 * PREFIX_BYTES);
      }
      if (start < 0 || length > from.capacity() - start) {
        throw new DamageException(offset, "a text that is not within its buffer");
      }
      from.get(start, out.heap, at, length);
      out.starts[i] = at;
      out.lengths[i] = length;
      at += length;
    }
  }

  private ByteBuffer viewed(int index) throws DamageException {
    if (index < 0 || index >= column.buffers().length - 1) {
      throw new DamageException(offset, "a text in a buffer that there is not");
    }
    return column.buffers()[index + 1];
  }
}

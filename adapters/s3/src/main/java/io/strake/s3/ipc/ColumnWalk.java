/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * Walk over the columns of a body in the order in which their nodes and buffers are written. Not
 * thread-safe.
 */
final class ColumnWalk {
  private static final ByteBuffer[] NONE = {};
  private static final ByteBuffer EMPTY = IpcReader.wrap(new byte[0], 0, 0);

  private final BatchHeader header;
  private final long offset;
  private final boolean isOld;
  private int node;
  private int buffer;
  private int variadic;

  /**
   * Creates a walk from the first column on.
   *
   * @param offset position of the message in the object, for errors
   * @param isOld whether unions have NULLs of their own
   */
  ColumnWalk(BatchHeader header, long offset, boolean isOld) {
    this.header = header;
    this.offset = offset;
    this.isOld = isOld;
  }

  /** Returns the number of buffers of the columns before. */
  int buffer() {
    return buffer;
  }

  /** Passes over a column. */
  void skip(Field field) throws DamageException {
    node();
    buffer += buffers(field);
    if (!isEncoded(field)) {
      for (Field child : field.getChildren()) {
        skip(child);
      }
    }
  }

  /** Reads a column of a type that is read. */
  IpcColumn read(Field field, BodyBuffers body) throws IOException {
    int at = node();
    int length = header.lengths()[at];
    int first = buffer;
    int count = buffers(field);
    buffer += count;
    if (field.getType() instanceof ArrowType.Null) {
      return new IpcColumn(field, length, null, NONE, List.of());
    }
    ByteBuffer validity = validity(first, length, header.nulls()[at], body);
    ByteBuffer[] buffers = new ByteBuffer[count - 1];
    for (int i = 1; i < count; i++) {
      buffers[i - 1] = body.get(first + i);
    }
    check(field, length, buffers);
    List<IpcColumn> children = new ArrayList<>();
    if (!isEncoded(field)) {
      for (Field child : field.getChildren()) {
        children.add(read(child, body));
      }
    }
    checkChildren(field, length, children);
    return new IpcColumn(field, length, validity, buffers, children);
  }

  private int node() throws DamageException {
    if (node == header.lengths().length) {
      throw new DamageException(offset, "fewer columns than its schema has");
    }
    return node++;
  }

  private @Nullable ByteBuffer validity(int index, int length, long nulls, BodyBuffers body)
      throws IOException {
    if (nulls == 0) {
      return null;
    }
    ByteBuffer bits = body.get(index);
    if (bits.capacity() == 0 && nulls < 0) {
      return null; // not counted, and there are none
    }
    checkSize(bits, (length + 7L) / 8);
    return bits;
  }

  private void checkSize(ByteBuffer bytes, long needed) throws DamageException {
    if (bytes.capacity() < needed) {
      throw new DamageException(
          offset, "a buffer of " + bytes.capacity() + " bytes where " + needed + " are needed");
    }
  }

  private void check(Field field, int length, ByteBuffer[] buffers) throws DamageException {
    ArrowType type = storedType(field);
    int bits = bits(type);
    if (bits > 0) {
      checkSize(buffers[0], ((long) length * bits + 7) / 8);
    } else if (type instanceof ArrowType.Utf8
        || type instanceof ArrowType.Binary
        || type instanceof ArrowType.List
        || type instanceof ArrowType.Map) {
      checkSize(buffers[0], length == 0 ? 0 : (length + 1L) * Integer.BYTES);
    } else if (type instanceof ArrowType.LargeUtf8
        || type instanceof ArrowType.LargeBinary
        || type instanceof ArrowType.LargeList) {
      checkSize(buffers[0], length == 0 ? 0 : (length + 1L) * Long.BYTES);
    }
  }

  private void checkChildren(Field field, int length, List<IpcColumn> children)
      throws DamageException {
    long needed =
        field.getType() instanceof ArrowType.FixedSizeList fixed
            ? (long) length * fixed.getListSize()
            : field.getType() instanceof ArrowType.Struct ? length : 0;
    for (IpcColumn child : children) {
      if (child.length() < needed) {
        throw new DamageException(offset, "a nested column that is shorter than its parent");
      }
    }
  }

  /** Returns the type of what is written: indices, where there is a dictionary. */
  static ArrowType storedType(Field field) {
    if (field.getDictionary() == null) {
      return field.getType();
    }
    ArrowType.Int indices = field.getDictionary().getIndexType();
    return indices == null ? new ArrowType.Int(Integer.SIZE, true) : indices;
  }

  private static boolean isEncoded(Field field) {
    return field.getDictionary() != null;
  }

  /** Returns the bits of a value of a fixed width; 0 for other types. */
  static int bits(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return integer.getBitWidth();
    } else if (type instanceof ArrowType.FloatingPoint floating) {
      return floating.getPrecision() == FloatingPointPrecision.HALF
          ? Short.SIZE
          : floating.getPrecision() == FloatingPointPrecision.SINGLE ? Integer.SIZE : Long.SIZE;
    } else if (type instanceof ArrowType.Decimal decimal) {
      return decimal.getBitWidth();
    } else if (type instanceof ArrowType.Date date) {
      return date.getUnit() == org.apache.arrow.vector.types.DateUnit.DAY
          ? Integer.SIZE
          : Long.SIZE;
    } else if (type instanceof ArrowType.Time time) {
      boolean isNarrow =
          time.getUnit() == TimeUnit.SECOND || time.getUnit() == TimeUnit.MILLISECOND;
      return isNarrow ? Integer.SIZE : Long.SIZE;
    } else if (type instanceof ArrowType.FixedSizeBinary fixed) {
      return Math.multiplyExact(Math.max(0, fixed.getByteWidth()), Byte.SIZE);
    }
    return switch (type.getTypeID()) {
      case Bool -> 1;
      case Timestamp -> Long.SIZE;
      case Utf8View, BinaryView -> 2 * Long.SIZE;
      default -> 0;
    };
  }

  private int buffers(Field field) throws DamageException {
    ArrowType type = storedType(field);
    return switch (type.getTypeID()) {
      case Null, RunEndEncoded -> 0;
      case Struct, FixedSizeList -> 1;
      case Utf8, LargeUtf8, Binary, LargeBinary, ListView, LargeListView -> 3;
      case Union -> unionBuffers((ArrowType.Union) type);
      case Utf8View, BinaryView -> 2 + variadic();
      default -> 2;
    };
  }

  private int unionBuffers(ArrowType.Union union) {
    int dense = union.getMode() == org.apache.arrow.vector.types.UnionMode.Dense ? 2 : 1;
    return dense + (isOld ? 1 : 0);
  }

  private int variadic() throws DamageException {
    if (variadic == header.variadic().length) {
      throw new DamageException(offset, "a column of views without the number of its buffers");
    }
    return header.variadic()[variadic++];
  }

  static ByteBuffer empty() {
    return EMPTY;
  }
}

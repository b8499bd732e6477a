/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.column.ColumnProjection;
import io.strake.s3.column.ColumnType;
import io.strake.s3.parquet.DamageException;
import io.strake.s3.parquet.ValueBlock;
import io.strake.s3.parquet.VectorSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Writer of the rows of a column into vectors of a type that holds its own. Not thread-safe. */
abstract sealed class ColumnCopier {
  final IpcColumn column;

  private ColumnCopier(IpcColumn column) {
    this.column = column;
  }

  /**
   * Appends rows to a vector.
   *
   * @param from first row
   * @param count number of rows, which the column has
   * @param vector vector of the type, with {@code at} rows
   */
  abstract void copy(int from, int count, FieldVector vector, int at) throws DamageException;

  /**
   * Returns a copier.
   *
   * @param type type of the vectors
   * @param dictionaries dictionaries by their numbers
   * @param offset position of the message in the object, for errors
   */
  static ColumnCopier of(
      IpcColumn column, ColumnType type, Map<Long, IpcDictionary> dictionaries, long offset)
      throws DamageException {
    ArrowType stored = column.field().getType();
    if (IpcType.isList(stored) || stored instanceof ArrowType.Map) {
      ColumnType element = type.members().get(0).type();
      IpcColumn child = column.children().get(0);
      ColumnCopier elements =
          stored instanceof ArrowType.Map
              ? entries(child, element, dictionaries, offset)
              : of(child, element, dictionaries, offset);
      return new Lists(column, elements, offset);
    } else if (stored instanceof ArrowType.Struct) {
      return structs(column, type, dictionaries, offset);
    }
    IpcType own = IpcType.of(stored).orElseThrow();
    VectorSink sink = VectorSink.of(own.conversion(), ColumnProjection.widening(own.sql(), type));
    return new Leaves(column, values(column, own, dictionaries, offset), sink);
  }

  private static ColumnCopier structs(
      IpcColumn column, ColumnType type, Map<Long, IpcDictionary> dictionaries, long offset)
      throws DamageException {
    List<@Nullable ColumnCopier> members = new ArrayList<>();
    for (int i = 0; i < type.members().size(); i++) {
      ColumnType.Member member = type.members().get(i);
      IpcColumn child = member(column, member.name());
      members.add(child == null ? null : of(child, member.type(), dictionaries, offset));
    }
    return new Structs(column, members);
  }

  /** The parts of the entries of a map go by their places, whatever they are named. */
  private static ColumnCopier entries(
      IpcColumn column, ColumnType type, Map<Long, IpcDictionary> dictionaries, long offset)
      throws DamageException {
    List<@Nullable ColumnCopier> parts = new ArrayList<>();
    for (int i = 0; i < type.members().size(); i++) {
      parts.add(of(column.children().get(i), type.members().get(i).type(), dictionaries, offset));
    }
    return new Structs(column, parts);
  }

  private static @Nullable IpcColumn member(IpcColumn column, String name) {
    for (IpcColumn child : column.children()) {
      if (child.field().getName().equals(name)) {
        return child;
      }
    }
    return null;
  }

  private static LeafValues values(
      IpcColumn column, IpcType type, Map<Long, IpcDictionary> dictionaries, long offset)
      throws DamageException {
    if (column.field().getDictionary() == null) {
      return new PlainValues(column, type.conversion(), offset);
    }
    IpcDictionary dictionary = dictionaries.get(column.field().getDictionary().getId());
    if (dictionary == null) {
      throw new DamageException(offset, "a column whose dictionary is missing");
    }
    return new DictionaryValues(column, dictionary, offset);
  }

  private static void grow(FieldVector vector, int rows) {
    while (vector.getValueCapacity() < rows) {
      vector.reAlloc();
    }
  }

  void copyValidity(int from, int count, FieldVector vector, int at) {
    ArrowBuf bits = vector.getValidityBuffer();
    for (int i = 0; i < count; i++) {
      if (column.isValid(from + i)) {
        BitVectorHelper.setBit(bits, at + i);
      }
    }
  }

  /** Copier of values that are not nested. */
  private static final class Leaves extends ColumnCopier {
    private final LeafValues values;
    private final VectorSink sink;
    private final ValueBlock block;
    private final int[] levels = new int[ValueBlock.CAPACITY];
    private final int[] rows = new int[ValueBlock.CAPACITY];

    Leaves(IpcColumn column, LeafValues values, VectorSink sink) {
      super(column);
      this.values = values;
      this.sink = sink;
      this.block = new ValueBlock(values.kind(), ValueBlock.CAPACITY);
    }

    @Override
    void copy(int from, int count, FieldVector vector, int at) throws DamageException {
      grow(vector, Math.addExact(at, count));
      for (int done = 0; done < count; done += ValueBlock.CAPACITY) {
        int part = Math.min(ValueBlock.CAPACITY, count - done);
        int present = 0;
        for (int i = 0; i < part; i++) {
          int row = from + done + i;
          levels[i] = values.isValid(row) ? 1 : 0;
          rows[present] = row;
          present += levels[i];
        }
        values.load(rows, present, block);
        sink.write(block, present == part ? null : levels, 1, part, vector, at + done);
      }
    }
  }

  /** Copier of structs. */
  private static final class Structs extends ColumnCopier {
    private final List<@Nullable ColumnCopier> members;

    Structs(IpcColumn column, List<@Nullable ColumnCopier> members) {
      super(column);
      this.members = members;
    }

    @Override
    void copy(int from, int count, FieldVector vector, int at) throws DamageException {
      grow(vector, Math.addExact(at, count));
      StructVector structs = (StructVector) vector;
      for (int i = 0; i < members.size(); i++) {
        ColumnCopier member = members.get(i);
        if (member != null) {
          member.copy(from, count, (FieldVector) structs.getChildByOrdinal(i), at);
        }
      }
      copyValidity(from, count, vector, at);
    }
  }

  /** Copier of lists and maps. */
  private static final class Lists extends ColumnCopier {
    private final ColumnCopier elements;
    private final long offset;
    private final int fixed;
    private final boolean isLarge;

    Lists(IpcColumn column, ColumnCopier elements, long offset) {
      super(column);
      this.elements = elements;
      this.offset = offset;
      ArrowType type = column.field().getType();
      this.fixed = type instanceof ArrowType.FixedSizeList list ? list.getListSize() : -1;
      this.isLarge = type instanceof ArrowType.LargeList;
    }

    private long start(int row) {
      if (fixed >= 0) {
        return (long) row * fixed;
      }
      ByteBuffer offsets = column.data();
      return isLarge ? offsets.getLong(row * Long.BYTES) : offsets.getInt(row * Integer.BYTES);
    }

    @Override
    void copy(int from, int count, FieldVector vector, int at) throws DamageException {
      if (count == 0) {
        return;
      }
      grow(vector, Math.addExact(at, count));
      ListVector lists = (ListVector) vector;
      ArrowBuf offsets = lists.getOffsetBuffer();
      int before = at == 0 ? 0 : offsets.getInt((long) at * Integer.BYTES);
      long first = start(from);
      long last = first;
      for (int i = 1; i <= count; i++) {
        long end = start(from + i);
        if (end < last || first < 0 || end > elements.column.length()) {
          throw new DamageException(offset, "a list that is not within its elements");
        }
        last = end;
        int total = Math.toIntExact(before + end - first);
        offsets.setInt((long) (at + i) * Integer.BYTES, total);
      }
      if (at == 0) {
        offsets.setInt(0, 0);
      }
      copyValidity(from, count, vector, at);
      lists.setLastSet(at + count - 1);
      elements.copy((int) first, (int) (last - first), lists.getDataVector(), before);
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import io.strake.s3.parquet.PhysicalKind;
import io.strake.s3.parquet.ValueBlock;
import java.nio.ByteBuffer;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Values that are written as indices into a dictionary. Not thread-safe. */
final class DictionaryValues implements LeafValues {
  private final IpcColumn indices;
  private final IpcDictionary dictionary;
  private final ArrowType.Int type;
  private final long offset;
  private final int[] positions = new int[ValueBlock.CAPACITY];

  DictionaryValues(IpcColumn indices, IpcDictionary dictionary, long offset) {
    this.indices = indices;
    this.dictionary = dictionary;
    this.type = (ArrowType.Int) ColumnWalk.storedType(indices.field());
    this.offset = offset;
  }

  @Override
  public PhysicalKind kind() {
    return dictionary.kind();
  }

  @Override
  public boolean isValid(int row) throws DamageException {
    return indices.isValid(row) && dictionary.isValid(index(row));
  }

  private int index(int row) throws DamageException {
    ByteBuffer data = indices.data();
    long index =
        switch (type.getBitWidth()) {
          case 8 -> type.getIsSigned() ? data.get(row) : data.get(row) & 0xff;
          case 16 -> type.getIsSigned() ? data.getShort(2 * row) : data.getShort(2 * row) & 0xffff;
          case 32 -> data.getInt(Integer.BYTES * row);
          default -> data.getLong(Long.BYTES * row);
        };
    if (index < 0 || index >= dictionary.size()) {
      throw new DamageException(offset, "a value that is not in its dictionary");
    }
    return (int) index;
  }

  @Override
  public void load(int[] rows, int count, ValueBlock out) throws DamageException {
    for (int i = 0; i < count; i++) {
      positions[i] = index(rows[i]);
    }
    dictionary.gather(positions, count, out);
  }
}

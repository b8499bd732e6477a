/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

/** Decoder of indices into a dictionary. Not thread-safe. */
final class DictionaryDecoder implements ValueDecoder {
  private final PhysicalKind kind;
  private final ValueBlock dictionary;
  private final RunLengthDecoder indices;
  private final int[] ids = new int[ValueBlock.CAPACITY];

  /** Creates a decoder; the first byte of {@code in} tells the width of the indices. */
  DictionaryDecoder(PhysicalKind kind, ValueBlock dictionary, Slice in, long offset)
      throws DamageException {
    this.kind = kind;
    this.dictionary = dictionary;
    if (in.length() == 0) {
      throw new DamageException(offset, "a page ends before its values");
    }
    this.indices = new RunLengthDecoder(in.after(1), in.bytes()[in.from()], offset);
  }

  @Override
  public void read(ValueBlock out, int count) throws DamageException {
    indices.read(ids, 0, count);
    switch (kind) {
      case INTS -> gather(dictionary.ints, out.ints, count);
      case LONGS -> {
        long[] values = dictionary.longs;
        for (int i = 0; i < count; i++) {
          out.longs[i] = values[ids[i]];
        }
      }
      case BYTES -> {
        gather(dictionary.starts, out.starts, count);
        gather(dictionary.lengths, out.lengths, count);
        out.heap = dictionary.heap;
      }
    }
  }

  private void gather(int[] from, int[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] = from[ids[i]];
    }
  }
}

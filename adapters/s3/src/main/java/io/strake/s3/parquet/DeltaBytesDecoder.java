/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

/**
 * Decoder of DELTA_LENGTH_BYTE_ARRAY and of DELTA_BYTE_ARRAY, in which a value begins with the
 * first bytes of the one before. Not thread-safe.
 */
final class DeltaBytesDecoder implements ValueDecoder {
  private static final int[] NO_PREFIXES = {};

  private final int[] prefixes;
  private final int[] lengths;
  private final Slice suffixes;
  private final long offset;
  private byte[] last = {};
  private int next;
  private int position;

  private DeltaBytesDecoder(int[] prefixes, int[] lengths, Slice suffixes, long offset) {
    this.prefixes = prefixes;
    this.lengths = lengths;
    this.suffixes = suffixes;
    this.offset = offset;
  }

  /**
   * Returns a decoder of lengths followed by values.
   *
   * @param max number of values that the page may have
   */
  static DeltaBytesDecoder ofLengths(Slice in, int max, long offset) throws DamageException {
    DeltaDecoder lengths = new DeltaDecoder(PhysicalKind.INTS, in, offset);
    int[] decoded = lengths.readAll(max);
    return new DeltaBytesDecoder(NO_PREFIXES, decoded, lengths.rest(), offset);
  }

  /**
   * Returns a decoder of lengths of common prefixes, followed by what comes behind them.
   *
   * @param max number of values that the page may have
   */
  static DeltaBytesDecoder ofPrefixes(Slice in, int max, long offset) throws DamageException {
    DeltaDecoder prefixes = new DeltaDecoder(PhysicalKind.INTS, in, offset);
    int[] decoded = prefixes.readAll(max);
    DeltaBytesDecoder suffixes = ofLengths(prefixes.rest(), max, offset);
    if (suffixes.lengths.length != decoded.length) {
      throw new DamageException(offset, "a prefix is missing");
    }
    return new DeltaBytesDecoder(decoded, suffixes.lengths, suffixes.suffixes, offset);
  }

  @Override
  public void read(ValueBlock out, int count) throws DamageException {
    if (count > lengths.length - next) {
      throw new DamageException(offset, "a page ends before its values");
    }
    if (prefixes.length == 0) {
      readInPlace(out, count);
      return;
    }
    byte[] before = last;
    int beforeStart = 0;
    out.heap = new byte[ValueBlock.SLACK];
    int end = 0;
    for (int i = 0; i < count; i++, next++) {
      int prefix = prefixes[next];
      int suffix = checked(lengths[next]);
      if (prefix < 0 || prefix > (i == 0 ? last.length : out.lengths[i - 1])) {
        throw new DamageException(offset, "a prefix is longer than the value before");
      }
      out.growHeap(Math.addExact(end, Math.addExact(prefix, suffix)));
      System.arraycopy(i == 0 ? before : out.heap, beforeStart, out.heap, end, prefix);
      System.arraycopy(
          suffixes.bytes(), suffixes.from() + position, out.heap, end + prefix, suffix);
      position += suffix;
      out.starts[i] = end;
      out.lengths[i] = prefix + suffix;
      beforeStart = end;
      end += prefix + suffix;
    }
    if (count > 0) {
      last = java.util.Arrays.copyOfRange(out.heap, beforeStart, end);
    }
  }

  private void readInPlace(ValueBlock out, int count) throws DamageException {
    for (int i = 0; i < count; i++, next++) {
      int length = checked(lengths[next]);
      out.starts[i] = suffixes.from() + position;
      out.lengths[i] = length;
      position += length;
    }
    out.heap = suffixes.bytes();
  }

  private int checked(int length) throws DamageException {
    if (length < 0 || length > suffixes.length() - position) {
      throw new DamageException(offset, "a value reaches behind its page");
    }
    return length;
  }
}

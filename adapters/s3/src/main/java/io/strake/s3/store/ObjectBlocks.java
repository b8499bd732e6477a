/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/**
 * The content of one object as blocks of equal length, the last one shorter. Thread-safe.
 *
 * <p>The name of a block is made of all that tells its content: the source, key, entity tag and
 * size. A replaced object has another tag, so its blocks are others.
 */
final class ObjectBlocks {
  /**
   * As many bytes as a scan fetches in vain to spare a request: where a range ends within a block,
   * the rest of it costs no more than another request. Footers, indexes and single pages fit into
   * one; 10 GB are 40,000 files.
   */
  static final int BLOCK_BYTES = 256 * 1024;

  private final BlockDirectory directory;
  private final String name;
  private final long size;

  /**
   * Creates the blocks of an object.
   *
   * @param source what tells the bucket and who asks it
   */
  ObjectBlocks(BlockDirectory directory, String source, StoredObject object) {
    this.directory = directory;
    this.size = object.size();
    Hasher hasher = Hashing.sha256().newHasher();
    for (String part : new String[] {source, object.key(), object.etag()}) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      hasher.putInt(bytes.length).putBytes(bytes); // no two lists of texts are the same bytes
    }
    this.name = hasher.putLong(size).hash().toString();
  }

  /** Returns the offset of the block that has a position. */
  static long begin(long position) {
    return position / BLOCK_BYTES * BLOCK_BYTES;
  }

  /** Returns the bytes of the block at an offset. */
  int length(long begin) {
    return (int) Math.min(BLOCK_BYTES, size - begin);
  }

  /** Returns where the blocks end that are not there, of those from {@code begin} to {@code to}. */
  long missing(long begin, long to) {
    long end = begin;
    do {
      end += length(end);
    } while (end < Math.min(to, size) && !directory.has(name(end)));
    return end;
  }

  /** Reads the block at an offset; returns false if it is not there. */
  boolean read(long begin, byte[] target, int at) {
    return directory.read(name(begin), target, at, length(begin));
  }

  /** Keeps the block at an offset. */
  void write(long begin, byte[] source, int from) {
    directory.write(name(begin), source, from, length(begin));
  }

  private String name(long begin) {
    return name + "-" + begin / BLOCK_BYTES;
  }
}

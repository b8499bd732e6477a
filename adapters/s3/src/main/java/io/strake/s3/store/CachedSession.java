/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads of objects for one scan, from the blocks on the local disk and for the rest from the store,
 * which then become blocks. Thread-safe.
 *
 * <p>A block holds what its entity tag had when it was fetched, so that a scan that finds all its
 * blocks need not ask whether an object is still there.
 */
final class CachedSession implements ObjectSession {
  private final S3ObjectSession session;
  private final BlockDirectory directory;
  private final String source;
  private final S3Errors errors;
  private final RequestTracker tracker;

  /**
   * Creates a session.
   *
   * @param session requests for what is not on the disk
   * @param source what tells the bucket and who asks it
   */
  CachedSession(
      S3ObjectSession session,
      BlockDirectory directory,
      String source,
      S3Errors errors,
      RequestTracker tracker) {
    this.session = session;
    this.directory = directory;
    this.source = source;
    this.errors = errors;
    this.tracker = tracker;
  }

  /** The bytes that were asked for, as they come. */
  private record Target(byte[] bytes, long offset) {
    boolean contains(long begin, int length) {
      return begin >= offset && begin + length <= offset + bytes.length;
    }

    int index(long position) {
      return (int) (position - offset);
    }

    /** Takes what belongs to it of a block. */
    void take(long begin, byte[] block, int length) {
      long from = Math.max(begin, offset);
      long to = Math.min(begin + length, offset + bytes.length);
      System.arraycopy(block, (int) (from - begin), bytes, index(from), (int) (to - from));
    }
  }

  @Override
  public byte[] read(StoredObject object, long offset, int length) {
    if (object.etag().isEmpty()) {
      return session.read(object, offset, length);
    }
    Target target = new Target(new byte[length], offset);
    ObjectBlocks blocks = new ObjectBlocks(directory, source, object);
    long end = offset + length;
    long begin = ObjectBlocks.begin(offset);
    while (begin < end) {
      if (isRead(blocks, begin, target)) {
        begin += blocks.length(begin);
      } else {
        long missing = blocks.missing(begin, end);
        fetch(object, blocks, begin, missing, target);
        begin = missing;
      }
    }
    return target.bytes();
  }

  @Override
  public InputStream open(StoredObject object) {
    return object.etag().isEmpty()
        ? session.open(object)
        : new CachedStream(
            session, object, new ObjectBlocks(directory, source, object), tracker::addCached);
  }

  private boolean isRead(ObjectBlocks blocks, long begin, Target target) {
    tracker.checkActive();
    int length = blocks.length(begin);
    boolean isInside = target.contains(begin, length);
    byte[] bytes = isInside ? target.bytes() : new byte[length];
    if (!blocks.read(begin, bytes, isInside ? target.index(begin) : 0)) {
      return false;
    }
    if (!isInside) {
      target.take(begin, bytes, length);
    }
    tracker.addCached(length);
    return true;
  }

  private void fetch(
      StoredObject object, ObjectBlocks blocks, long begin, long end, Target target) {
    try (InputStream in = session.open(object, begin, end)) {
      for (long at = begin; at < end; at += blocks.length(at)) {
        int length = blocks.length(at);
        boolean isInside = target.contains(at, length);
        byte[] bytes = isInside ? target.bytes() : new byte[length];
        int index = isInside ? target.index(at) : 0;
        if (in.readNBytes(bytes, index, length) < length) {
          throw new EOFException("the body ended too early");
        }
        blocks.write(at, bytes, index);
        if (!isInside) {
          target.take(at, bytes, length);
        }
      }
    } catch (IOException e) {
      throw errors.ofBody(e, object.key());
    }
  }
}

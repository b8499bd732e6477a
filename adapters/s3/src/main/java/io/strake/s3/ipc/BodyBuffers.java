/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import com.github.luben.zstd.Zstd;
import io.strake.s3.parquet.DamageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.CompressionType;

/**
 * The buffers of one body without their compression. Memory is counted before it is allocated. Not
 * thread-safe.
 */
final class BodyBuffers {
  private static final int NOT_COMPRESSED = -1;

  /** LZ4 encodes a byte of a match by at least one of 255. */
  private static final long MAX_LZ4_RATIO = 256;

  private final BatchHeader header;
  private final ByteBuffer[] stored;
  private final long bodyOffset;
  private final long maxBytes;
  private long bytes;

  /**
   * Creates the buffers of a body.
   *
   * @param stored buffers as they are stored; empty for those that are not asked for
   * @param bodyOffset position of the body in the object
   * @param maxBytes bytes that may be allocated
   */
  BodyBuffers(BatchHeader header, ByteBuffer[] stored, long bodyOffset, long maxBytes) {
    this.header = header;
    this.stored = stored;
    this.bodyOffset = bodyOffset;
    this.maxBytes = maxBytes;
  }

  /** Returns the bytes that were taken so far. */
  long bytes() {
    return bytes;
  }

  /** Returns a buffer. */
  ByteBuffer get(int index) throws IOException {
    if (index >= stored.length) {
      throw new DamageException(bodyOffset, "fewer buffers than its columns have");
    }
    ByteBuffer buffer = stored[index];
    if (header.codec() < 0 || buffer.capacity() == 0) {
      bytes += buffer.capacity();
      return buffer;
    }
    long offset = bodyOffset + header.offsets()[index];
    if (buffer.capacity() < Long.BYTES) {
      throw new DamageException(offset, "a compressed buffer without its length");
    }
    long length = buffer.getLong(0);
    int size = buffer.capacity() - Long.BYTES;
    ByteBuffer content = IpcReader.wrap(buffer.array(), buffer.arrayOffset() + Long.BYTES, size);
    if (length == NOT_COMPRESSED || length == 0) { // nothing has no frame
      bytes += size;
      return content;
    }
    return decompress(content, length, offset);
  }

  private ByteBuffer decompress(ByteBuffer content, long length, long offset) throws IOException {
    int from = content.arrayOffset();
    int size = content.capacity();
    boolean isLz4 = header.codec() == CompressionType.LZ4_FRAME;
    if (!isLz4 && header.codec() != CompressionType.ZSTD) {
      throw new DamageException(offset, "a compression that is not known, " + header.codec());
    }
    boolean isPossible =
        length >= 0 && length <= (isLz4 ? size * MAX_LZ4_RATIO : Integer.MAX_VALUE);
    if (!isPossible) {
      throw new DamageException(offset, "a buffer of " + length + " bytes in " + size);
    }
    bytes += length;
    if (bytes > maxBytes) {
      throw new BatchTooLargeException(bytes, maxBytes);
    }
    byte[] plain = new byte[(int) length];
    if (isLz4) {
      Lz4Frame.decompress(content, plain, offset);
    } else {
      long done = Zstd.decompressByteArray(plain, 0, plain.length, content.array(), from, size);
      if (Zstd.isError(done) || done != length) {
        throw new DamageException(offset, "a compressed buffer that is cut off or damaged");
      }
    }
    return IpcReader.wrap(plain, 0, plain.length);
  }
}

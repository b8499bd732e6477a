/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The content of all frames of a zstd file, one after the other. Not thread-safe.
 *
 * <p>{@link com.github.luben.zstd.ZstdInputStream} ends in silence where any frame but the first is
 * cut off, if a part of it arrives together with the end of the one before.
 */
public final class ZstdStream extends InputStream {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final byte[] arrived = new byte[BUFFER_BYTES];
  private final ByteBuffer compressed = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer content = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);

  /** Whether a frame ended where reading stands; no bytes at all are no frame either. */
  private boolean isFrameEnd;

  private boolean isEnded;
  private boolean isClosed;

  ZstdStream(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (isClosed) {
      throw new IOException("the stream is closed");
    }
    while (length > 0 && !content.hasRemaining()) {
      if (isEnded) {
        return -1;
      }
      decompress();
    }
    int count = Math.min(length, content.remaining());
    content.get(bytes, offset, count);
    return count;
  }

  private void decompress() throws IOException {
    boolean mayHoldMore = !isFrameEnd && content.limit() == content.capacity();
    if (!mayHoldMore && !compressed.hasRemaining() && !fetch()) {
      if (!isFrameEnd) {
        throw new EOFException("cut off in a zstd frame");
      }
      isEnded = true;
      return;
    }
    content.clear();
    try {
      isFrameEnd = decompressor.decompressDirectByteBufferStream(content, compressed);
    } catch (ZstdException e) {
      throw new ZstdIOException(e.getErrorCode(), e.getMessage());
    }
    content.flip();
  }

  private boolean fetch() throws IOException {
    int count = in.read(arrived, 0, BUFFER_BYTES);
    if (count > 0) {
      compressed.clear().put(arrived, 0, count).flip();
    }
    return count > 0;
  }

  @Override
  public int available() {
    return content.remaining();
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    decompressor.close();
    in.close();
  }
}

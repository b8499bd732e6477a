/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.arrow.flatbuf.Message;
import org.jspecify.annotations.Nullable;

/** The record batches of an object in the stream format of Arrow, in order. Not thread-safe. */
public final class IpcStream implements AutoCloseable {
  private static final int MAX_METADATA_BYTES = 64 * 1024 * 1024;

  private final InputStream in;
  private final long size;
  private final IpcLayout layout;
  private final IpcProjection projection;
  private final long maxBytes;
  private final IpcDictionaries dictionaries;
  private long position;

  /**
   * Creates the batches of a stream.
   *
   * @param in content of the object, which is closed with this
   * @param size bytes of the object
   * @param maxBytes bytes that a batch may take in memory
   */
  public IpcStream(
      InputStream in, long size, IpcLayout layout, IpcProjection projection, long maxBytes) {
    this.in = in;
    this.size = size;
    this.layout = layout;
    this.projection = projection;
    this.maxBytes = maxBytes;
    this.dictionaries = new IpcDictionaries(layout, projection);
  }

  /** Returns the position in the object that was reached. */
  public long position() {
    return position;
  }

  /** Returns the next batch; null at the end. */
  public @Nullable IpcBatch next() throws IOException {
    while (true) {
      long start = position;
      byte[] metadata = metadata(start);
      if (metadata == null) {
        return null;
      }
      long length = bodyLength(metadata, start);
      if (length > maxBytes) {
        throw new BatchTooLargeException(length, maxBytes);
      }
      byte[] bytes = read((int) length, start);
      BatchHeader header =
          BatchHeader.of(IpcReader.wrap(metadata, 0, metadata.length), length, start);
      if (header != null && (header.dictionary() == null || dictionaries.isNeeded(header))) {
        BodyBuffers body = body(header, bytes, position - length);
        if (header.dictionary() == null) {
          Map<Long, IpcDictionary> known = Map.copyOf(dictionaries.known());
          return IpcBatch.of(layout, projection, header, body, known, start);
        }
        dictionaries.add(header, body, start);
      }
    }
  }

  private byte @Nullable [] metadata(long start) throws IOException {
    byte[] prefix = in.readNBytes(Integer.BYTES);
    position += prefix.length;
    if (prefix.length == 0) {
      return null; // streams may end without saying so
    } else if (prefix.length < Integer.BYTES) {
      throw new DamageException(start, "a message that is cut off");
    }
    int length = IpcReader.wrap(prefix, 0, prefix.length).getInt();
    if (length == -1) {
      length = IpcReader.wrap(read(Integer.BYTES, start), 0, Integer.BYTES).getInt();
    }
    if (length < 0 || length > Math.min(MAX_METADATA_BYTES, size - position)) {
      throw new DamageException(start, "a message with metadata of " + length + " bytes");
    }
    return length == 0 ? null : read(length, start);
  }

  private long bodyLength(byte[] metadata, long start) throws DamageException {
    try {
      long length =
          Message.getRootAsMessage(IpcReader.wrap(metadata, 0, metadata.length)).bodyLength();
      if (length >= 0 && length <= size - position) {
        return length;
      }
      throw new DamageException(start, "a body of " + length + " bytes");
    } catch (RuntimeException e) { // whatever damaged offsets make the accessors do
      throw new DamageException(start, e);
    }
  }

  private byte[] read(int length, long start) throws IOException {
    byte[] bytes = in.readNBytes(length);
    position += bytes.length;
    if (bytes.length < length) {
      throw new DamageException(start, new EOFException("a message that is cut off"));
    }
    return bytes;
  }

  private BodyBuffers body(BatchHeader header, byte[] bytes, long offset) {
    ByteBuffer[] buffers = new ByteBuffer[header.sizes().length];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = IpcReader.wrap(bytes, (int) header.offsets()[i], (int) header.sizes()[i]);
    }
    return new BodyBuffers(header, buffers, offset, maxBytes);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

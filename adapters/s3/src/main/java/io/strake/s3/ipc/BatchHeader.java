/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import java.nio.ByteBuffer;
import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What the metadata of a message say of its body. Immutable.
 *
 * @param rows number of rows
 * @param lengths length of each column and of each part of a nested one, in depth-first order
 * @param nulls numbers of their NULLs
 * @param offsets position of each buffer in the body, within it
 * @param sizes bytes of each buffer
 * @param variadic how many buffers each column of views has for its values
 * @param codec compression of the buffers, as the format numbers it; negative for none
 * @param dictionary dictionary that the rows are values of; null for the rows of a table
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not asked for
record BatchHeader(
    int rows,
    int[] lengths,
    long[] nulls,
    long[] offsets,
    long[] sizes,
    int[] variadic,
    int codec,
    @Nullable Dictionary dictionary) {

  /** Values for a dictionary: all of them, or more of them. */
  record Dictionary(long id, boolean isDelta) {}

  /**
   * Reads the metadata of a message.
   *
   * @param bodyLength bytes of the body
   * @param offset position of the message in the object
   * @return null if it is neither a record batch nor a dictionary
   */
  static @Nullable BatchHeader of(ByteBuffer metadata, long bodyLength, long offset)
      throws DamageException {
    try {
      Message message = Message.getRootAsMessage(metadata);
      if (message.headerType() == MessageHeader.RecordBatch) {
        return of((RecordBatch) message.header(new RecordBatch()), null, bodyLength, offset);
      } else if (message.headerType() == MessageHeader.DictionaryBatch) {
        DictionaryBatch batch = (DictionaryBatch) message.header(new DictionaryBatch());
        if (batch == null) {
          throw new DamageException(offset, "a message without its header");
        }
        Dictionary dictionary = new Dictionary(batch.id(), batch.isDelta());
        return of(batch.data(), dictionary, bodyLength, offset);
      }
      return null;
    } catch (RuntimeException e) { // whatever damaged offsets make the accessors do
      throw new DamageException(offset, e);
    }
  }

  private static BatchHeader of(
      @Nullable RecordBatch batch, @Nullable Dictionary dictionary, long bodyLength, long offset)
      throws DamageException {
    if (batch == null || batch.length() < 0 || batch.length() > Integer.MAX_VALUE - 1) {
      throw new DamageException(offset, "a record batch without rows, or of more than 2^31");
    }
    int nodes = bounded(batch.nodesLength(), batch, offset);
    int[] lengths = new int[nodes];
    long[] nulls = new long[nodes];
    for (int i = 0; i < nodes; i++) {
      FieldNode node = batch.nodes(i);
      if (node.length() < 0 || node.length() >= Integer.MAX_VALUE) {
        throw new DamageException(offset, "a column of " + node.length() + " values");
      }
      lengths[i] = (int) node.length();
      nulls[i] = node.nullCount();
    }
    int buffers = bounded(batch.buffersLength(), batch, offset);
    long[] offsets = new long[buffers];
    long[] sizes = new long[buffers];
    for (int i = 0; i < buffers; i++) {
      Buffer buffer = batch.buffers(i);
      offsets[i] = buffer.offset();
      sizes[i] = buffer.length();
      if (offsets[i] < 0
          || sizes[i] < 0
          || sizes[i] > bodyLength
          || offsets[i] > bodyLength - sizes[i]) {
        throw new DamageException(offset, "a buffer that is not within its body");
      }
    }
    int[] variadic = new int[bounded(batch.variadicBufferCountsLength(), batch, offset)];
    for (int i = 0; i < variadic.length; i++) {
      long count = batch.variadicBufferCounts(i);
      if (count < 0 || count > buffers) {
        throw new DamageException(offset, "more buffers of a column than there are");
      }
      variadic[i] = (int) count;
    }
    BodyCompression compression = batch.compression();
    int codec = compression == null ? -1 : compression.codec();
    return new BatchHeader(
        (int) batch.length(), lengths, nulls, offsets, sizes, variadic, codec, dictionary);
  }

  /** An element takes eight bytes or more of the metadata, so that more of them are damage. */
  private static int bounded(int count, RecordBatch batch, long offset) throws DamageException {
    if (count < 0 || count > batch.getByteBuffer().capacity() / Long.BYTES) {
      throw new DamageException(offset, "more columns than it has metadata for");
    }
    return count;
  }
}

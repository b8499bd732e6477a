/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.StoredObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Schema;
import org.jspecify.annotations.Nullable;

/** Reader of what objects of Arrow IPC say of themselves. Thread-safe. */
public final class IpcReader {
  /** Most footers, and the schemas at the begin of streams, are smaller. */
  private static final int FETCHED_BYTES = 64 * 1024;

  private static final int MAX_METADATA_BYTES = 64 * 1024 * 1024;
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OLD_MAGIC = "FEA1".getBytes(StandardCharsets.US_ASCII);
  private static final int CONTINUATION = -1;

  private IpcReader() {}

  /**
   * Returns the layout of an object: by its footer if its last bytes are those of the file format,
   * else by the message at its begin.
   *
   * @throws DamageException if it has neither
   */
  public static IpcLayout read(ObjectSession session, StoredObject object) throws DamageException {
    int length = (int) Math.min(FETCHED_BYTES, object.size());
    long from = object.size() - length;
    byte[] tail = length == 0 ? new byte[0] : session.read(object, from, length);
    if (endsWith(tail, MAGIC)) {
      return file(session, object, tail, from);
    } else if (endsWith(tail, OLD_MAGIC)) {
      throw new DamageException(0, "it is a Feather file of version 1, which is not read");
    }
    byte[] begin = from == 0 ? tail : session.read(object, 0, length);
    ByteBuffer bytes = wrap(begin, 0, begin.length);
    int metadata = bytes.remaining() < 8 ? 0 : length(bytes);
    if (metadata <= 0 || metadata > Math.min(MAX_METADATA_BYTES, object.size())) {
      throw new DamageException(0, "it is neither a file nor a stream of Arrow IPC");
    }
    int end = bytes.position() + metadata;
    byte[] whole = end <= begin.length ? begin : session.read(object, 0, within(object, end));
    return stream(wrap(whole, bytes.position(), metadata));
  }

  private static int within(StoredObject object, long length) throws DamageException {
    if (length > object.size()) {
      throw new DamageException(0, "it ends within its schema");
    }
    return (int) length;
  }

  /** Returns the layout of a stream that begins with a message. */
  private static IpcLayout stream(ByteBuffer metadata) throws DamageException {
    try {
      Message message = Message.getRootAsMessage(metadata);
      if (message.headerType() != MessageHeader.Schema) {
        throw new DamageException(0, "it does not begin with a schema");
      }
      Schema schema = (Schema) message.header(new Schema());
      return new IpcLayout(
          IpcSchema.fields(schema, 0), List.of(), List.of(), true, isOld(message.version()));
    } catch (RuntimeException e) { // whatever damaged offsets make the accessors do
      throw new DamageException(0, e);
    }
  }

  private static IpcLayout file(ObjectSession session, StoredObject object, byte[] tail, long from)
      throws DamageException {
    int behind = MAGIC.length + Integer.BYTES;
    long end = object.size() - behind;
    int length =
        tail.length < behind ? -1 : wrap(tail, 0, tail.length).getInt(tail.length - behind);
    if (length <= 0 || length > Math.min(MAX_METADATA_BYTES, end)) {
      throw new DamageException(end, "a footer of " + length + " bytes");
    }
    long start = end - length;
    ByteBuffer footer =
        start >= from
            ? wrap(tail, (int) (start - from), length)
            : wrap(session.read(object, start, length), 0, length);
    try {
      Footer root = Footer.getRootAsFooter(footer);
      List<IpcLayout.Block> dictionaries = new ArrayList<>();
      for (int i = 0; i < root.dictionariesLength(); i++) {
        dictionaries.add(block(root.dictionaries(i), object));
      }
      List<IpcLayout.Block> batches = new ArrayList<>();
      for (int i = 0; i < root.recordBatchesLength(); i++) {
        batches.add(block(root.recordBatches(i), object));
      }
      return new IpcLayout(
          IpcSchema.fields(root.schema(), start),
          dictionaries,
          batches,
          false,
          isOld(root.version()));
    } catch (RuntimeException e) { // whatever damaged offsets make the accessors do
      throw new DamageException(start, e);
    }
  }

  private static IpcLayout.Block block(@Nullable Block block, StoredObject object)
      throws DamageException {
    if (block == null
        || block.offset() < 0
        || block.metaDataLength() < Integer.BYTES
        || block.metaDataLength() > MAX_METADATA_BYTES
        || block.bodyLength() < 0
        || block.offset() > object.size() - block.metaDataLength() - block.bodyLength()
        || block.bodyLength() > object.size()) {
      throw new DamageException(object.size(), "its footer points behind its end");
    }
    return new IpcLayout.Block(block.offset(), block.metaDataLength(), block.bodyLength());
  }

  private static boolean isOld(short version) {
    return version < MetadataVersion.V5;
  }

  private static boolean endsWith(byte[] bytes, byte[] magic) {
    return bytes.length >= magic.length
        && Arrays.equals(bytes, bytes.length - magic.length, bytes.length, magic, 0, magic.length);
  }

  static ByteBuffer wrap(byte[] bytes, int from, int length) {
    return ByteBuffer.wrap(bytes, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Returns the length of the metadata of a message and moves behind it; 0 or less at the end of a
   * stream.
   *
   * @param bytes eight bytes or more at the begin of a message
   */
  static int length(ByteBuffer bytes) {
    int first = bytes.getInt();
    return first == CONTINUATION ? bytes.getInt() : first;
  }
}

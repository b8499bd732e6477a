/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.StoredObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An object in the file format of Arrow, of whose batches only the buffers of the columns that are
 * read are fetched. Thread-safe.
 */
public final class IpcFile {
  /** Smaller messages are fetched whole, by one request. */
  private static final int WHOLE_BYTES = 1024 * 1024;

  /** Bytes between two buffers that cost less than a request of their own. */
  private static final long MAX_GAP_BYTES = 256 * 1024;

  private final ObjectSession session;
  private final StoredObject object;
  private final IpcLayout layout;
  private final IpcProjection projection;
  private final long maxBytes;
  private final List<Long> firstRows = new ArrayList<>(List.of(0L));
  private @Nullable Map<Long, IpcDictionary> dictionaries;

  /**
   * Creates access to a file.
   *
   * @param maxBytes bytes that a batch may take in memory
   */
  public IpcFile(
      ObjectSession session,
      StoredObject object,
      IpcLayout layout,
      IpcProjection projection,
      long maxBytes) {
    this.session = session;
    this.object = object;
    this.layout = layout;
    this.projection = projection;
    this.maxBytes = maxBytes;
  }

  /** Metadata of a message, and the part of the body that came with them. */
  @SuppressWarnings("ArrayRecordComponent") // identity is not asked for
  private record Fetched(BatchHeader header, byte[] bytes) {}

  /**
   * Fetches a record batch.
   *
   * @throws DamageException if its bytes are not what the format demands
   * @throws BatchTooLargeException if it does not fit into memory
   */
  public IpcBatch batch(int index) throws IOException {
    Map<Long, IpcDictionary> known = dictionaries();
    IpcLayout.Block block = layout.batches().get(index);
    Fetched fetched = fetch(block);
    if (fetched.header().dictionary() != null) {
      throw new DamageException(block.offset(), "a dictionary where a record batch should be");
    }
    BodyBuffers body = body(block, fetched, wanted(block, fetched.header()));
    return IpcBatch.of(layout, projection, fetched.header(), body, known, block.offset());
  }

  /** Returns the number in the object of the first row of a batch, by the metadata before it. */
  public synchronized long firstRow(int index) throws IOException {
    while (firstRows.size() <= index) {
      IpcLayout.Block block = layout.batches().get(firstRows.size() - 1);
      byte[] metadata = session.read(object, block.offset(), block.metadataLength());
      long first = firstRows.get(firstRows.size() - 1);
      firstRows.add(first + header(block, metadata).rows());
    }
    return firstRows.get(index);
  }

  private synchronized Map<Long, IpcDictionary> dictionaries() throws IOException {
    if (dictionaries == null) {
      IpcDictionaries read = new IpcDictionaries(layout, projection);
      for (IpcLayout.Block block :
          read.isEmpty() ? List.<IpcLayout.Block>of() : layout.dictionaries()) {
        Fetched fetched = fetch(block);
        if (read.isNeeded(fetched.header())) {
          boolean[] all = new boolean[fetched.header().sizes().length];
          Arrays.fill(all, true);
          read.add(fetched.header(), body(block, fetched, all), block.offset());
        }
      }
      dictionaries = read.known();
    }
    return dictionaries;
  }

  private Fetched fetch(IpcLayout.Block block) throws DamageException {
    long whole = block.metadataLength() + block.bodyLength();
    int length = (int) (whole <= WHOLE_BYTES ? whole : block.metadataLength());
    byte[] bytes = session.read(object, block.offset(), length);
    return new Fetched(header(block, bytes), bytes);
  }

  private static BatchHeader header(IpcLayout.Block block, byte[] bytes) throws DamageException {
    ByteBuffer prefix = IpcReader.wrap(bytes, 0, block.metadataLength());
    int length = prefix.capacity() < 2 * Integer.BYTES ? 0 : IpcReader.length(prefix);
    if (length <= 0 || length > prefix.remaining()) {
      throw new DamageException(block.offset(), "a message without its metadata");
    }
    BatchHeader header =
        BatchHeader.of(
            IpcReader.wrap(bytes, prefix.position(), length), block.bodyLength(), block.offset());
    if (header == null) {
      throw new DamageException(block.offset(), "a message that is neither rows nor a dictionary");
    }
    return header;
  }

  private boolean[] wanted(IpcLayout.Block block, BatchHeader header) throws DamageException {
    boolean[] wanted = new boolean[header.sizes().length];
    ColumnWalk walk = new ColumnWalk(header, block.offset(), layout.isOld());
    for (int i = 0; i < layout.fields().size(); i++) {
      int first = walk.buffer();
      walk.skip(layout.fields().get(i));
      if (walk.buffer() > wanted.length) {
        throw new DamageException(block.offset(), "fewer buffers than its columns have");
      }
      Arrays.fill(wanted, first, walk.buffer(), projection.reads(i));
    }
    return wanted;
  }

  /**
   * Returns the wanted buffers of a body, after fetching those that did not come with its header.
   */
  private BodyBuffers body(IpcLayout.Block block, Fetched fetched, boolean[] wanted)
      throws IOException {
    BatchHeader header = fetched.header();
    TreeMap<Long, byte[]> parts = new TreeMap<>();
    if (fetched.bytes().length == block.metadataLength() + block.bodyLength()) {
      parts.put((long) -block.metadataLength(), fetched.bytes());
    } else {
      fetchParts(block, header, wanted, parts);
    }
    ByteBuffer[] buffers = new ByteBuffer[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      buffers[i] =
          wanted[i]
              ? buffer(parts, header.offsets()[i], (int) header.sizes()[i])
              : ColumnWalk.empty();
    }
    return new BodyBuffers(header, buffers, block.offset() + block.metadataLength(), maxBytes);
  }

  private static ByteBuffer buffer(TreeMap<Long, byte[]> parts, long offset, int size) {
    if (size == 0) {
      return ColumnWalk.empty();
    }
    Map.Entry<Long, byte[]> part = parts.floorEntry(offset);
    return IpcReader.wrap(part.getValue(), (int) (offset - part.getKey()), size);
  }

  private void fetchParts(
      IpcLayout.Block block, BatchHeader header, boolean[] wanted, TreeMap<Long, byte[]> parts)
      throws IOException {
    TreeMap<Long, Long> ends = new TreeMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] && header.sizes()[i] > 0) {
        ends.merge(header.offsets()[i], header.offsets()[i] + header.sizes()[i], Math::max);
      }
    }
    long total = 0;
    while (!ends.isEmpty()) {
      long from = ends.firstKey();
      long to = ends.pollFirstEntry().getValue();
      while (!ends.isEmpty() && ends.firstKey() - to <= MAX_GAP_BYTES) {
        to = Math.max(to, ends.pollFirstEntry().getValue());
      }
      total += to - from;
      if (total > maxBytes) {
        throw new BatchTooLargeException(total, maxBytes);
      }
      long start = block.offset() + block.metadataLength() + from;
      parts.put(from, session.read(object, start, Math.toIntExact(to - from)));
    }
  }
}

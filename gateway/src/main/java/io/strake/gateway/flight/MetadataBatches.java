/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** Rows of Java objects sent as batches; for small results such as metadata. Thread-safe. */
final class MetadataBatches {
  /** Bytes after which a batch is sent; some clients take no message above 4 MiB. */
  private static final long BATCH_BYTES = 1024 * 1024;

  private final BufferAllocator allocator;

  MetadataBatches(BufferAllocator allocator) {
    this.allocator = allocator;
  }

  /** Sends rows of a schema, and the end of the stream. */
  void send(Schema schema, List<List<@Nullable Object>> rows, ServerStreamListener listener) {
    try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
      listener.start(root);
      int count = 0;
      long bytes = 0;
      for (List<@Nullable Object> row : rows) {
        bytes += write(root, count++, row);
        if (bytes >= BATCH_BYTES) {
          send(root, count, listener);
          count = 0;
          bytes = 0;
        }
      }
      if (count > 0 || rows.isEmpty()) {
        send(root, count, listener);
      }
    }
    listener.completed();
  }

  private static void send(VectorSchemaRoot root, int count, ServerStreamListener listener) {
    root.setRowCount(count);
    listener.putNext();
    root.clear();
  }

  private static long write(VectorSchemaRoot root, int index, List<@Nullable Object> row) {
    long bytes = 0;
    for (int column = 0; column < row.size(); column++) {
      Object value = row.get(column);
      if (value != null) {
        bytes += write(root.getVector(column), index, value);
      }
    }
    return bytes;
  }

  /** Writes a value and returns about how many bytes it takes. */
  private static long write(FieldVector vector, int index, Object value) {
    if (vector instanceof VarCharVector texts) {
      byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
      texts.setSafe(index, bytes);
      return (long) bytes.length + Integer.BYTES;
    } else if (vector instanceof VarBinaryVector binaries) {
      byte[] bytes = (byte[]) value;
      binaries.setSafe(index, bytes);
      return (long) bytes.length + Integer.BYTES;
    } else if (vector instanceof IntVector integers) {
      integers.setSafe(index, (Integer) value);
    } else if (vector instanceof UInt1Vector bytes) {
      bytes.setSafe(index, (Short) value);
    } else if (vector instanceof BitVector bits) {
      bits.setSafe(index, (Boolean) value ? 1 : 0);
    } else if (vector instanceof ListVector lists) {
      writeList(lists, index, (List<?>) value);
    } else {
      throw new AssertionError("vector " + vector.getField());
    }
    return Integer.BYTES;
  }

  private static void writeList(ListVector vector, int index, List<?> values) {
    VarCharVector items = (VarCharVector) vector.getDataVector();
    int start = vector.startNewValue(index);
    for (int i = 0; i < values.size(); i++) {
      items.setSafe(start + i, ((String) values.get(i)).getBytes(StandardCharsets.UTF_8));
    }
    vector.endValue(index, values.size());
  }
}

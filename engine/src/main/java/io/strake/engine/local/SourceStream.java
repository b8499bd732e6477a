/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A source's stream on its way into the local engine.
 *
 * <p>Gives the columns names that cannot clash, and keeps the failure of the source, of which
 * DuckDB would pass on a text only. DuckDB pulls it from threads of its own, one at a time.
 */
final class SourceStream extends BatchReader {
  private final ArrowReader source;
  private final ExecutionContext context;
  private final AtomicReference<@Nullable Throwable> failure;

  SourceStream(
      ArrowReader source, ExecutionContext context, AtomicReference<@Nullable Throwable> failure)
      throws IOException {
    super(context.allocator(), renamed(source.getVectorSchemaRoot().getSchema()));
    this.source = source;
    this.context = context;
    this.failure = failure;
  }

  private static Schema renamed(Schema schema) {
    List<Field> fields = new ArrayList<>();
    for (Field field : schema.getFields()) {
      fields.add(
          new Field("c" + fields.size(), FieldType.nullable(field.getType()), field.getChildren()));
    }
    return new Schema(fields);
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    adoptThread();
    try {
      context.checkActive();
      if (!source.loadNextBatch()) {
        return false;
      }
      VectorSchemaRoot batch = source.getVectorSchemaRoot();
      for (int i = 0; i < batch.getFieldVectors().size(); i++) {
        FieldVector target = root.getVector(i);
        batch.getVector(i).makeTransferPair(target).transfer();
      }
      root.setRowCount(batch.getRowCount());
      return true;
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
      throw e;
    }
  }

  /** Threads of DuckDB come without a class loader, by which libraries find their resources. */
  private static void adoptThread() {
    Thread thread = Thread.currentThread();
    if (thread.getContextClassLoader() == null) {
      thread.setContextClassLoader(SourceStream.class.getClassLoader());
    }
  }

  @Override
  protected void release() throws IOException {
    source.close();
  }
}

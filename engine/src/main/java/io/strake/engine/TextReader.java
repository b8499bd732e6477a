/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/** Lines of text as one batch of one column. Not thread-safe. */
final class TextReader extends BatchReader {
  private final List<String> lines;
  private boolean read;

  TextReader(ExecutionContext context, Schema schema, List<String> lines) {
    super(context.allocator(), schema);
    this.lines = lines;
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) {
    if (read) {
      return false;
    }
    read = true;
    VarCharVector column = (VarCharVector) root.getVector(0);
    for (int i = 0; i < lines.size(); i++) {
      column.setSafe(i, lines.get(i).getBytes(StandardCharsets.UTF_8));
    }
    root.setRowCount(lines.size());
    return true;
  }

  @Override
  protected void release() {}
}

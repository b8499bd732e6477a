/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** A record batch in memory. Not thread-safe. */
public final class IpcBatch {
  private final int rows;
  private final long bytes;
  private final List<@Nullable ColumnCopier> columns;

  private IpcBatch(int rows, long bytes, List<@Nullable ColumnCopier> columns) {
    this.rows = rows;
    this.bytes = bytes;
    this.columns = columns;
  }

  /**
   * Returns a batch.
   *
   * @param offset position of the message in the object
   */
  static IpcBatch of(
      IpcLayout layout,
      IpcProjection projection,
      BatchHeader header,
      BodyBuffers body,
      Map<Long, IpcDictionary> dictionaries,
      long offset)
      throws IOException {
    ColumnWalk walk = new ColumnWalk(header, offset, layout.isOld());
    List<@Nullable IpcColumn> read = new ArrayList<>();
    for (int i = 0; i < layout.fields().size(); i++) {
      if (projection.reads(i)) {
        read.add(walk.read(layout.fields().get(i), body));
      } else {
        walk.skip(layout.fields().get(i));
        read.add(null);
      }
    }
    List<@Nullable ColumnCopier> columns = new ArrayList<>();
    for (int i = 0; i < projection.fields().size(); i++) {
      int field = projection.fields().get(i);
      IpcColumn column = field < 0 ? null : read.get(field);
      if (column != null && column.length() != header.rows()) {
        throw new DamageException(offset, "a column of another length than its batch");
      }
      columns.add(
          column == null
              ? null
              : ColumnCopier.of(column, projection.types().get(i), dictionaries, offset));
    }
    return new IpcBatch(header.rows(), body.bytes(), columns);
  }

  public int rows() {
    return rows;
  }

  /** Returns the bytes of its columns in memory. */
  public long bytes() {
    return bytes;
  }

  /**
   * Writes rows of a column into an empty vector; leaves it where the object lacks the column.
   *
   * @param column place of the column in the projection
   */
  public void copy(int column, int from, int count, FieldVector vector) throws IOException {
    ColumnCopier copier = columns.get(column);
    if (copier != null) {
      copier.copy(from, count, vector, 0);
    }
  }
}

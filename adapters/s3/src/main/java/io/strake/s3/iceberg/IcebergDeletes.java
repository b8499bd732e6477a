/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.table.RowDeletes;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a data file that delete files delete, by position or by the values of columns.
 * Iceberg's library has found out which files count for the data file, by their sequence numbers.
 * Thread-safe.
 */
final class IcebergDeletes implements RowDeletes {
  private final String dataFile;
  private final List<DeleteFile> files;
  private final TableFields fields;
  private final DeleteFiles reader;
  private final List<TableColumn> columns;
  private WeakReference<@Nullable Loaded> recent = new WeakReference<>(null);

  /**
   * Creates deletes.
   *
   * @param dataFile location of the data file as the metadata have it
   * @param files delete files that count for it, at least one
   */
  IcebergDeletes(String dataFile, List<DeleteFile> files, TableFields fields, DeleteFiles reader) {
    files.forEach(reader::check);
    this.dataFile = dataFile;
    this.files = List.copyOf(files);
    this.fields = fields;
    this.reader = reader;
    Set<TableColumn> compared = new LinkedHashSet<>();
    for (DeleteFile file : files) {
      if (file.content() == FileContent.EQUALITY_DELETES) {
        compared.addAll(fields.compared(file));
      }
    }
    this.columns = List.copyOf(compared);
  }

  @Override
  public List<TableColumn> columns() {
    return columns;
  }

  /** Row groups of the data file that are read at the same time share what was read. */
  @Override
  public synchronized Loaded load(ObjectSession session, long maxBytes, BufferAllocator allocator) {
    Loaded known = recent.get();
    if (known == null) {
      known = read(session, maxBytes, allocator);
      recent = new WeakReference<>(known);
    }
    return known;
  }

  private Loaded read(ObjectSession session, long maxBytes, BufferAllocator allocator) {
    PositionDeleteIndex positions = DeleteFiles.newIndex();
    List<Values> values = new ArrayList<>();
    for (DeleteFile file : files) {
      if (file.content() == FileContent.POSITION_DELETES) {
        positions.merge(reader.positions(file, dataFile, session, maxBytes, allocator));
      } else {
        List<TableColumn> compared = fields.compared(file);
        int[] indexes = compared.stream().mapToInt(columns::indexOf).toArray();
        Set<Object> deleted =
            reader.values(file, compared, fields.ids(), session, maxBytes, allocator);
        values.add(new Values(indexes, deleted));
      }
    }
    return (firstRow, rows, vectors, deleted) -> {
      if (positions.isNotEmpty()) {
        markPositions(positions, firstRow, rows, deleted);
      }
      values.forEach(equal -> equal.mark(rows, vectors, deleted));
    };
  }

  private static void markPositions(
      PositionDeleteIndex positions, long firstRow, int rows, BitSet deleted) {
    for (int row = 0; row < rows; row++) {
      if (positions.isDeleted(firstRow + row)) {
        deleted.set(row);
      }
    }
  }

  /** Values of the columns with some indexes, whose rows are deleted. */
  private record Values(int[] indexes, Set<Object> deleted) {
    void mark(int rows, List<FieldVector> vectors, BitSet marked) {
      List<FieldVector> compared = new ArrayList<>();
      for (int index : indexes) {
        compared.add(vectors.get(index));
      }
      for (int row = marked.nextClearBit(0); row < rows; row = marked.nextClearBit(row + 1)) {
        if (deleted.contains(RowKeys.of(compared, row))) {
          marked.set(row);
        }
      }
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.Condition;
import io.strake.s3.column.TableColumn;
import io.strake.s3.text.TextLayout;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Contents without objects and columns. Immutable. */
final class NoContents implements TableContents {
  @Override
  public String name() {
    return "";
  }

  @Override
  public Format format() {
    return Format.PARQUET;
  }

  @Override
  public List<TableColumn> columns() {
    return List.of();
  }

  @Override
  public TableSize size() {
    return new TableSize(0, true, 0, 0, OptionalInt.of(0));
  }

  @Override
  public Optional<TextLayout> layout() {
    return Optional.empty();
  }

  @Override
  public ColumnStatistics statistics() {
    return column -> OptionalDouble.empty();
  }

  @Override
  public boolean isCheap(Optional<Condition> partitions, Optional<Condition> prune) {
    return true;
  }

  @Override
  public List<DataObject> objects(Optional<Condition> partitions, Optional<Condition> prune) {
    return List.of();
  }

  @Override
  public boolean mayDeleteRows() {
    return false;
  }
}

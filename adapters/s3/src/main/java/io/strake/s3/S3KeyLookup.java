/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.KeyLookup;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ConditionTranslator;
import io.strake.s3.column.TableColumn;
import io.strake.s3.scan.KeyFilter;
import io.strake.s3.scan.KeySet;
import io.strake.s3.scan.ScanSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Rows of a scan by key: the same scan, pruned by the keys as by any condition, whose rows are then
 * compared with them.
 */
final class S3KeyLookup implements KeyLookup {
  /** Each lookup may read a row group that others have read, so they are few. */
  private static final int MAX_KEYS = 10_000;

  private final S3TableScan scan;
  private final List<Integer> columns;
  private final List<String> names;
  private final List<ColumnType> types;

  private S3KeyLookup(S3TableScan scan, List<Integer> columns, List<TableColumn> keys) {
    this.scan = scan;
    this.columns = List.copyOf(columns);
    this.names = keys.stream().map(TableColumn::name).toList();
    this.types = keys.stream().map(TableColumn::type).toList();
  }

  /**
   * Returns the lookup; empty if the scan ends early, or a column is of a type without equality.
   */
  static Optional<KeyLookup> of(S3TableScan scan, List<Integer> columns) {
    ScanSpec spec = scan.spec();
    if (spec.hasLimit() || spec.top().isPresent() || spec.covered().isPresent()) {
      return Optional.empty();
    }
    List<TableColumn> keys = new ArrayList<>();
    for (int column : columns) {
      scan.s3Table()
          .contents()
          .findColumn(spec.columns().get(column))
          .filter(known -> known.unreadable().isEmpty() && KeySet.isKey(known.type()))
          .ifPresent(keys::add);
    }
    return keys.size() == columns.size()
        ? Optional.of(new S3KeyLookup(scan, columns, keys))
        : Optional.empty();
  }

  @Override
  public int maxKeys() {
    return MAX_KEYS;
  }

  @Override
  public ArrowReader open(ExecutionContext context, VectorSchemaRoot keys) {
    int width = keys.getFieldVectors().size();
    if (width != names.size() || keys.getRowCount() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "%d keys of %d columns; at most %d of %d columns are taken"
              .formatted(keys.getRowCount(), width, MAX_KEYS, names.size()));
    }
    KeySet set = KeySet.of(keys, names, types);
    ArrowReader rows = scan.open(context, spec(context, set), false);
    return new KeyFilter(
        context.allocator(), ArrowTypes.toSchema(scan.getRowType()), rows, columns, set);
  }

  private ScanSpec spec(ExecutionContext context, KeySet set) {
    List<Condition> partitions = new ArrayList<>();
    List<Condition> prune = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      (scan.isOfObject(names.get(i)) ? partitions : prune).add(set.conditions().get(i));
    }
    return scan.boundSpec(context.parameters())
        .withConditions(
            ConditionTranslator.conjunction(partitions), ConditionTranslator.conjunction(prune));
  }
}

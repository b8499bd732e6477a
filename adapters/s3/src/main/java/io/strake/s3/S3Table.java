/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.NarrowDecimals;
import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.ValueDistribution;
import io.strake.s3.column.TableColumn;
import io.strake.s3.scan.FirstReads;
import io.strake.s3.scan.PrunedObjects;
import io.strake.s3.scan.ScanRun;
import io.strake.s3.scan.ScanSpec;
import io.strake.s3.scan.ScanStart;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.table.S3Access;
import io.strake.s3.table.TableContents;
import io.strake.s3.table.TableDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/**
 * Table whose rows are the contents of objects.
 *
 * <p>Objects are listed at first use and again after the time to live. All scans of one statement
 * see the objects of its first scan. Thread-safe.
 */
final class S3Table extends AbstractTable implements TranslatableTable, ColumnStatistics {
  private final TableDefinition definition;
  private final S3Options options;
  private final S3Access access;
  private final Map<Object, TableContents> pinned = new WeakHashMap<>();
  private @Nullable TableContents contents;
  private long loadedAtNanos;

  S3Table(TableDefinition definition, S3Options options, S3Access access) {
    this.definition = definition;
    this.options = options;
    this.access = access;
  }

  TableDefinition definition() {
    return definition;
  }

  String sourceName() {
    return options.store().sourceName();
  }

  /** Returns the objects and columns, from the last listing while it is fresh. */
  synchronized TableContents contents() {
    TableContents known = contents;
    long age = System.nanoTime() - loadedAtNanos;
    if (known == null || age >= options.metadataTtl().toNanos()) {
      known = access.loader().load(definition);
      contents = known;
      loadedAtNanos = System.nanoTime();
    }
    return known;
  }

  /** Returns the contents that all scans of a statement see. */
  TableContents contents(ExecutionContext context) {
    synchronized (pinned) {
      return pinned.computeIfAbsent(context.statementKey(), any -> contents());
    }
  }

  S3Access access() {
    return access;
  }

  /** Drops the last listing, after it has turned out to be wrong. */
  synchronized void forget() {
    contents = null;
  }

  /**
   * Starts a scan.
   *
   * @param rowType what was planned
   * @param isNarrow whether the reader of the batches takes narrow decimals
   */
  ArrowReader scan(
      ExecutionContext context, ScanSpec wanted, RelDataType rowType, boolean isNarrow) {
    TableContents now = contents(context);
    ScanSpec spec = wanted.narrowed(now);
    List<TableColumn> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      TableColumn column = column(now, field);
      if (column.isContent()) {
        columns.add(column);
      }
    }
    Schema wide = ArrowTypes.toSchema(rowType);
    Schema schema =
        isNarrow
            ? new Schema(wide.getFields().stream().map(NarrowDecimals::narrowed).toList())
            : wide;
    RequestTracker tracker = new RequestTracker();
    PrunedObjects objects = PrunedObjects.of(now, spec);
    int readers = ScanStart.readers(spec, now.format(), objects, options.scanThreads());
    ScanRun run =
        new ScanRun(
            this::forget,
            now,
            spec,
            columns,
            access.store().session(tracker),
            access.files(),
            access.executor(),
            access.errors(),
            readers,
            ScanStart.BUDGET.take(ScanStart.wanted(readers)),
            options.maxBytesScanned(),
            options.verifiesChecksums(),
            new FirstReads(options.materialisesLate()));
    return ScanStart.open(context, schema, run, objects, tracker);
  }

  /**
   * Fails if a column that decides what is read has changed since the query was planned.
   *
   * @param groups partition columns whose values come from the keys alone
   * @param planned row type of the table
   */
  void check(ExecutionContext context, ScanSpec spec, List<String> groups, RelDataType planned) {
    TableContents now = contents(context);
    Set<String> partitions = new HashSet<>(groups);
    spec.partitions().ifPresent(condition -> partitions.addAll(condition.columns()));
    Set<String> deciding = new HashSet<>(partitions);
    deciding.addAll(spec.decidingColumns());
    for (String name : deciding) {
      RelDataTypeField field = Objects.requireNonNull(planned.getField(name, true, false), name);
      if (!column(now, field).isOfObject() && partitions.contains(name)) {
        throw changed(name);
      }
    }
  }

  private StrakeException changed(String column) {
    return access
        .errors()
        .of(
            ErrorCode.SOURCE_FAILED,
            "table '%s': column '%s' has changed since the query was planned; run it again",
            definition.name(),
            column);
  }

  private TableColumn column(TableContents now, RelDataTypeField planned) {
    TableColumn column = now.findColumn(planned.getName()).orElse(null);
    if (column == null
        || !column.type().matches(planned.getType())
        || (column.nullable() && !planned.getType().isNullable())) {
      throw changed(planned.getName());
    }
    if (column.unreadable().isPresent()) {
      throw access
          .errors()
          .of(
              ErrorCode.UNSUPPORTED,
              "table '%s': column '%s' cannot be read: %s",
              definition.name(),
              column.name(),
              column.unreadable().get());
    }
    return column;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    for (TableColumn column : contents().columns()) {
      builder.add(column.name(), column.type().toRelDataType(typeFactory, column.nullable()));
    }
    return builder.build();
  }

  @Override
  public Statistic getStatistic() {
    return Statistics.of(contents().size().rows(), List.of());
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    return contents().statistics().distinctValues(column);
  }

  @Override
  public OptionalDouble averageBytes(String column) {
    return contents().statistics().averageBytes(column);
  }

  @Override
  public Optional<ValueDistribution> distribution(String column) {
    return contents().statistics().distribution(column);
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable relOptTable) {
    return S3TableScan.create(context.getCluster(), relOptTable, this);
  }
}

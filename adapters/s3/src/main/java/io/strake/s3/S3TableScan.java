/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Parameters;
import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.metadata.ColumnStatistics;
import io.strake.planner.metadata.ValueDistribution;
import io.strake.s3.column.TableColumn;
import io.strake.s3.scan.LateCondition;
import io.strake.s3.scan.PrunedObjects;
import io.strake.s3.scan.ScanSpec;
import io.strake.s3.table.Format;
import io.strake.s3.table.RowOrder;
import io.strake.s3.table.TableContents;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollationTraitDef;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Logical scan of a table, narrowed to the columns, objects and row groups that a query needs.
 *
 * <p>Shows in a plan what it reads: {@code partitions} are objects kept and in all, {@code
 * rowGroups} likewise.
 */
final class S3TableScan extends TableScan implements ColumnStatistics {
  private static final double ALMOST = 0.999;

  /** Share of the rows that footers do not answer for, before the values of a filter are known. */
  private static final double UNCOVERED_SHARE = 0.1;

  private final S3Table s3Table;
  private final ScanSpec spec;
  private @Nullable PrunedObjects pruned;
  private @Nullable ColumnStatistics statistics;

  private S3TableScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelOptTable table,
      S3Table s3Table,
      ScanSpec spec) {
    super(cluster, traits, List.of(), table);
    this.s3Table = s3Table;
    this.spec = spec;
  }

  /** Returns a scan of everything. */
  static S3TableScan create(RelOptCluster cluster, RelOptTable table, S3Table s3Table) {
    ScanSpec all = ScanSpec.all(table.getRowType().getFieldNames());
    return new S3TableScan(cluster, cluster.traitSetOf(Convention.NONE), table, s3Table, all);
  }

  S3Table s3Table() {
    return s3Table;
  }

  ScanSpec spec() {
    return spec;
  }

  S3TableScan withSpec(ScanSpec newSpec) {
    return new S3TableScan(getCluster(), getTraitSet(), getTable(), s3Table, newSpec);
  }

  /** Returns whether the rows can be read in an order without sorting them. */
  boolean isStoredInOrder(RowOrder wanted) {
    TableContents contents = s3Table.contents();
    return contents.format() == Format.PARQUET
        && contents.isCheap(spec.partitions(), spec.prune())
        && spec.isStoredInOrder(contents, wanted);
  }

  /** Returns the same scan in an order, which {@code collation} is in Calcite's terms. */
  S3TableScan withOrder(RowOrder wanted, RelCollation collation) {
    RelTraitSet traits = getTraitSet().replaceIf(RelCollationTraitDef.INSTANCE, () -> collation);
    return new S3TableScan(getCluster(), traits, getTable(), s3Table, spec.withOrder(wanted));
  }

  /** Returns what to read once the values of parameters are known. */
  ScanSpec boundSpec(Parameters values) {
    RexBuilder rexBuilder = getCluster().getRexBuilder();
    ScanSpec narrowed =
        spec.late()
            .map(late -> late.narrow(spec, values, rexBuilder, this::isOfObject))
            .orElse(spec);
    ScanSpec topped =
        spec.top().map(top -> narrowed.withTop(top.bind(values, rexBuilder))).orElse(narrowed);
    return spec.covered()
        .map(coverage -> topped.withCovered(coverage.bind(values, rexBuilder)))
        .orElse(topped);
  }

  /**
   * Starts the scan.
   *
   * @param bound what to read, with the values of parameters
   * @param isNarrow whether the reader of the batches takes narrow decimals
   */
  ArrowReader open(ExecutionContext context, ScanSpec bound, boolean isNarrow) {
    s3Table.check(context, bound, List.of(), getTable().getRowType());
    return s3Table.scan(context, bound, getRowType(), isNarrow);
  }

  /** Returns whether all rows of an object have one value in a column, which its listing tells. */
  boolean isOfObject(String column) {
    return s3Table.contents().findColumn(column).map(TableColumn::isOfObject).orElse(false);
  }

  @Override
  public RelDataType deriveRowType() {
    RelDataTypeFactory.Builder builder = getCluster().getTypeFactory().builder();
    for (String column : spec.columns()) {
      builder.add(Objects.requireNonNull(getTable().getRowType().getField(column, true, false)));
    }
    return builder.build();
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new S3TableScan(getCluster(), traitSet, getTable(), s3Table, spec);
  }

  @Override
  public void register(RelOptPlanner planner) {
    S3Rules.ALL.forEach(planner::addRule);
    ArrowConvention.INSTANCE.register(planner);
  }

  /** What is left to read; computed once, since a listing may change while a query is planned. */
  private synchronized PrunedObjects pruned() {
    PrunedObjects known = pruned;
    if (known == null) {
      known = PrunedObjects.estimate(s3Table.contents(), spec);
      pruned = known;
    }
    return known;
  }

  private synchronized ColumnStatistics statistics() {
    ColumnStatistics known = statistics;
    if (known == null) {
      known = pruned().statistics(s3Table.contents(), spec);
      statistics = known;
    }
    return known;
  }

  @Override
  public OptionalDouble distinctValues(String column) {
    return statistics().distinctValues(column);
  }

  @Override
  public OptionalDouble averageBytes(String column) {
    return statistics().averageBytes(column);
  }

  @Override
  public Optional<ValueDistribution> distribution(String column) {
    return statistics().distribution(column);
  }

  /** Returns about how many requests the scan takes. */
  double requests() {
    return Math.max(1, Math.max(pruned().count(), pruned().rowGroups()));
  }

  /** Returns the share of the columns that are read, from 0 exclusive to 1. */
  double columnShare() {
    return (double) spec.columns().size() / getTable().getRowType().getFieldCount();
  }

  /** Returns what is read, for people. */
  String request(Parameters known) {
    PrunedObjects left = pruned();
    StringBuilder text = new StringBuilder("READ ").append(spec.columns());
    text.append(" FROM ").append(s3Table.definition().location());
    text.append(" objects=").append(left.shownObjects());
    if (left.totalRowGroups() > 0) {
      text.append(" rowGroups=").append(left.rowGroups()).append('/').append(left.totalRowGroups());
    }
    text.append(" bytes=").append(left.shownBytes());
    spec.partitions().ifPresent(condition -> text.append(" partitionFilter=").append(condition));
    spec.prune().ifPresent(condition -> text.append(" prune=").append(condition));
    spec.late().ifPresent(late -> text.append(" pruneLate=").append(late.show(known)));
    spec.covered().ifPresent(coverage -> text.append(" notCoveredBy=").append(coverage));
    spec.order().ifPresent(order -> text.append(" order=").append(order));
    spec.top().ifPresent(top -> text.append(" top=").append(top));
    return spec.hasLimit()
        ? text.append(" limit=").append(spec.limit()).toString()
        : text.toString();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    double rows = pruned().rows();
    if (spec.hasLimit()) {
      rows = Math.min(rows, spec.limit());
    }
    if (spec.covered().isPresent() && !spec.covered().get().isBound()) {
      rows *= UNCOVERED_SHARE;
    }
    // a planner that compares rows alone must still prefer the narrower of two scans
    if (spec.prune().isPresent() || spec.late().isPresent()) {
      rows *= ALMOST;
    }
    return Math.max(1, spec.top().isPresent() ? rows * ALMOST : rows);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    return explainSpec(super.explainTerms(pw));
  }

  /** Adds what is read to a plan. */
  RelWriter explainSpec(RelWriter pw) {
    PrunedObjects left = pruned();
    return pw.item("columns", spec.columns())
        .item("partitions", left.shownObjects())
        .itemIf(
            "rowGroups", left.rowGroups() + "/" + left.totalRowGroups(), left.totalRowGroups() > 0)
        .item("bytes", left.shownBytes())
        .itemIf(
            "partitionFilter",
            spec.partitions().orElse(null), // an object, since texts in it may look like others
            spec.partitions().isPresent())
        .itemIf("prune", spec.prune().orElse(null), spec.prune().isPresent())
        .itemIf(
            "pruneLate",
            spec.late().map(LateCondition::condition).orElse(null),
            spec.late().isPresent())
        .itemIf(
            "pruneLateOver",
            spec.late().map(late -> late.rowType().getFieldNames()).orElse(List.of()),
            spec.late().isPresent())
        .itemIf("notCoveredBy", spec.covered().orElse(null), spec.covered().isPresent())
        .itemIf("top", spec.top().orElse(null), spec.top().isPresent())
        .itemIf("order", spec.order().orElse(null), spec.order().isPresent())
        .itemIf("limit", spec.limit(), spec.hasLimit());
  }
}

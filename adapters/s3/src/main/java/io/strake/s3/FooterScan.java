/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.s3.scan.Coverage;
import io.strake.s3.scan.FooterCall;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Logical scan of the footers of a table: a row for every row group that is covered, with its
 * partition columns and what was asked for.
 */
final class FooterScan extends AbstractRelNode {
  private final S3TableScan scan;
  private final Coverage coverage;
  private final List<String> groups;
  private final List<FooterCall> calls;

  FooterScan(
      S3TableScan scan,
      Coverage coverage,
      List<String> groups,
      List<FooterCall> calls,
      RelDataType rowType) {
    super(scan.getCluster(), scan.getCluster().traitSetOf(Convention.NONE));
    this.scan = scan;
    this.coverage = coverage;
    this.groups = List.copyOf(groups);
    this.calls = List.copyOf(calls);
    this.rowType = rowType;
  }

  /** The scan of the same rows, which tells the table, the partitions and what is pruned. */
  S3TableScan scan() {
    return scan;
  }

  Coverage coverage() {
    return coverage;
  }

  /** Returns the partition columns in front of the row. */
  List<String> groups() {
    return groups;
  }

  List<FooterCall> calls() {
    return calls;
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return this;
  }

  @Override
  public void register(RelOptPlanner planner) {
    S3Rules.ALL.forEach(planner::addRule);
    ArrowConvention.INSTANCE.register(planner);
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    return Math.max(1, scan.requests());
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    List<String> columns = new ArrayList<>(groups);
    calls.forEach(call -> columns.add(call.toString()));
    return scan.explainSpec(
            super.explainTerms(pw).item("table", scan.getTable().getQualifiedName()))
        .item("footers", columns)
        .item("coverage", coverage);
  }

  /** Returns what is read, for people. */
  String request() {
    List<String> columns = new ArrayList<>(groups);
    calls.forEach(call -> columns.add(call.toString()));
    return "READ FOOTERS " + columns + " FROM " + scan.s3Table().definition().location();
  }
}

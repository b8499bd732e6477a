/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.s3.column.ConditionTranslator;
import io.strake.s3.scan.Coverage;
import io.strake.s3.scan.FooterCall;
import io.strake.s3.table.Format;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Planner rule that answers counts and extremes from footers.
 *
 * <pre>
 *   Aggregate(region, COUNT(*), MIN(x))      Aggregate(region, SUM0(n), MIN(m))
 *     Filter(y BETWEEN 1 AND 9)                Union
 *       S3TableScan(region, x, y)      =>        FooterScan(region, COUNT(*), MIN(x))
 *                                                Aggregate(region, COUNT(*), MIN(x))
 *                                                  Filter(y BETWEEN 1 AND 9)
 *                                                    S3TableScan(region, x, y, not covered)
 * </pre>
 *
 * <p>A row group is covered if its statistics say that all of its rows pass the filter, and what
 * the least and greatest values are; only the others are read. Which ones that are is found out
 * when the statement runs, for both sides from the same footers. Reaches a fixed point: a scan that
 * leaves out row groups never matches.
 */
final class S3AggregateRule extends RelRule<S3RuleConfig> {
  S3AggregateRule(S3RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalAggregate aggregate = call.rel(0);
    S3TableScan scan = call.rel(call.rels.length - 1);
    LogicalProject project =
        call.rels.length > 2 && call.rel(1) instanceof LogicalProject p ? p : null;
    LogicalFilter filter = call.rel(call.rels.length - 2) instanceof LogicalFilter f ? f : null;
    List<String> groups = new ArrayList<>();
    List<FooterCall> calls = new ArrayList<>();
    boolean matches =
        aggregate.getGroupType() == Aggregate.Group.SIMPLE
            && !scan.spec().hasLimit()
            && scan.spec().top().isEmpty()
            && scan.spec().covered().isEmpty()
            && scan.s3Table().contents().format() == Format.PARQUET
            && addGroups(aggregate, project, scan, groups)
            && addCalls(aggregate, project, scan, calls)
            && isExact(filter, scan);
    if (matches) {
      call.transformTo(split(call.builder(), aggregate, project, filter, scan, groups, calls));
    }
  }

  private static boolean isExact(@Nullable LogicalFilter filter, S3TableScan scan) {
    if (filter == null) {
      return true;
    }
    ConditionTranslator translator =
        new ConditionTranslator(scan.getCluster().getRexBuilder(), scan.getRowType());
    return RelOptUtil.conjunctions(filter.getCondition()).stream()
        .allMatch(translator::isExactOnceBound);
  }

  private static boolean addGroups(
      LogicalAggregate aggregate,
      @Nullable LogicalProject project,
      S3TableScan scan,
      List<String> groups) {
    for (int field : aggregate.getGroupSet()) {
      String column = column(project, scan, field);
      if (column == null || !scan.isOfObject(column)) {
        return false;
      }
      groups.add(column);
    }
    return true;
  }

  private static boolean addCalls(
      LogicalAggregate aggregate,
      @Nullable LogicalProject project,
      S3TableScan scan,
      List<FooterCall> calls) {
    for (AggregateCall call : aggregate.getAggCallList()) {
      Optional<FooterCall> known = footerCall(call, project, scan);
      if (known.isEmpty()) {
        return false;
      }
      calls.add(known.get());
    }
    return !calls.isEmpty();
  }

  private static Optional<FooterCall> footerCall(
      AggregateCall call, @Nullable LogicalProject project, S3TableScan scan) {
    if (call.hasFilter() || !call.getCollation().getFieldCollations().isEmpty()) {
      return Optional.empty();
    }
    if (call.getArgList().isEmpty()) {
      return call.getAggregation() == SqlStdOperatorTable.COUNT
          ? Optional.of(new FooterCall(FooterCall.Kind.ROWS, ""))
          : Optional.empty();
    }
    String column =
        call.getArgList().size() == 1 ? column(project, scan, call.getArgList().get(0)) : null;
    if (column == null) {
      return Optional.empty();
    }
    return switch (call.getAggregation().getKind()) {
      case COUNT ->
          call.isDistinct()
              ? Optional.empty()
              : Optional.of(new FooterCall(FooterCall.Kind.VALUES, column));
      case MIN -> extreme(FooterCall.Kind.MIN, column, scan);
      case MAX -> extreme(FooterCall.Kind.MAX, column, scan);
      default -> Optional.empty();
    };
  }

  private static Optional<FooterCall> extreme(
      FooterCall.Kind kind, String column, S3TableScan scan) {
    SqlTypeName type = scan.s3Table().contents().findColumn(column).orElseThrow().type().name();
    boolean isKnown =
        scan.isOfObject(column)
            || switch (type) {
              case BOOLEAN,
                  TINYINT,
                  SMALLINT,
                  INTEGER,
                  BIGINT,
                  DECIMAL,
                  DATE,
                  TIME,
                  TIMESTAMP,
                  TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                  true;
              default -> false;
            };
    return isKnown ? Optional.of(new FooterCall(kind, column)) : Optional.empty();
  }

  private static @Nullable String column(
      @Nullable LogicalProject project, S3TableScan scan, int field) {
    RexNode node =
        project == null
            ? RexInputRef.of(field, scan.getRowType())
            : project.getProjects().get(field);
    return node instanceof RexInputRef ref
        ? scan.getRowType().getFieldNames().get(ref.getIndex())
        : null;
  }

  private static RelNode split(
      RelBuilder builder,
      LogicalAggregate aggregate,
      @Nullable LogicalProject project,
      @Nullable LogicalFilter filter,
      S3TableScan scan,
      List<String> groups,
      List<FooterCall> calls) {
    Coverage coverage = coverage(filter, scan, calls);
    RelDataType partial = partialType(scan, groups, calls);
    builder.push(new FooterScan(scan, coverage, groups, calls, partial));
    boolean isAnswered =
        filter == null
            && coverage.counted().isEmpty()
            && coverage.extremes().isEmpty()
            && !scan.s3Table().contents().mayDeleteRows();
    if (!isAnswered) {
      RelNode rest = scan.withSpec(scan.spec().withCovered(coverage));
      if (filter != null) {
        rest = filter.copy(filter.getTraitSet(), List.of(rest));
      }
      if (project != null) {
        rest = project.copy(project.getTraitSet(), List.of(rest));
      }
      builder.push(aggregate.copy(aggregate.getTraitSet(), List.of(rest)));
      builder.convert(partial, false);
      builder.union(true, 2);
    }
    List<RelBuilder.AggCall> totals = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      RexNode field = builder.field(groups.size() + i);
      totals.add(
          switch (calls.get(i).kind()) {
            case ROWS, VALUES -> builder.aggregateCall(SqlStdOperatorTable.SUM0, field);
            case MIN -> builder.min(field);
            case MAX -> builder.max(field);
          });
    }
    List<RexNode> keys = builder.fields().subList(0, groups.size());
    builder.aggregate(builder.groupKey(keys), totals);
    return builder.convert(aggregate.getRowType(), true).build();
  }

  private static Coverage coverage(
      @Nullable LogicalFilter filter, S3TableScan scan, List<FooterCall> calls) {
    Set<String> counted = new LinkedHashSet<>();
    Set<String> extremes = new LinkedHashSet<>();
    for (FooterCall call : calls) {
      switch (call.kind()) {
        case ROWS -> {}
        case VALUES -> counted.add(call.column());
        case MIN, MAX -> extremes.add(call.column());
      }
    }
    return new Coverage(
            filter == null
                ? Optional.empty()
                : Optional.of(new Coverage.Filter(filter.getCondition(), scan.getRowType())),
            counted,
            extremes,
            Optional.empty())
        .bind(io.strake.planner.Parameters.NONE, scan.getCluster().getRexBuilder());
  }

  private static RelDataType partialType(
      S3TableScan scan, List<String> groups, List<FooterCall> calls) {
    RelDataTypeFactory factory = scan.getCluster().getTypeFactory();
    RelDataTypeFactory.Builder builder = factory.builder();
    RelDataType rows = scan.getRowType();
    for (String group : groups) {
      builder.add(group, rows.getFieldList().get(rows.getFieldNames().indexOf(group)).getType());
    }
    for (FooterCall call : calls) {
      boolean isCount =
          call.kind() == FooterCall.Kind.ROWS || call.kind() == FooterCall.Kind.VALUES;
      RelDataType type =
          isCount
              ? factory.createSqlType(SqlTypeName.BIGINT)
              : factory.createTypeWithNullability(
                  rows.getFieldList().get(rows.getFieldNames().indexOf(call.column())).getType(),
                  true);
      builder.add(call.toString(), type);
    }
    return builder.uniquify().build();
  }
}

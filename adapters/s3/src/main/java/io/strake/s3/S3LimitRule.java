/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Parameters;
import io.strake.s3.scan.Coverage;
import io.strake.s3.scan.ScanSpec;
import io.strake.s3.scan.TopRows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelFieldCollation.NullDirection;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Planner rule that ends a scan early under a limit.
 *
 * <pre>
 *   Sort(offset: 5, fetch: 10)            Sort(offset: 5, fetch: 10)
 *     S3TableScan                     =>    S3TableScan(limit: 15)
 *
 *   Sort(sort: a DESC, fetch: 10)         Sort(sort: a DESC, fetch: 10)
 *     S3TableScan                     =>    S3TableScan(top: 10 by a DESC)
 * </pre>
 *
 * <p>A filter may stand between under an order, and then only row groups count of which all rows
 * pass it. Reaches a fixed point: a scan with a limit or the first rows gets no other.
 */
final class S3LimitRule extends RelRule<S3RuleConfig> {
  S3LimitRule(S3RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalSort sort = call.rel(0);
    LogicalFilter filter = call.rels.length > 2 ? call.rel(1) : null;
    S3TableScan scan = call.rel(call.rels.length - 1);
    boolean matches =
        sort.fetch instanceof RexLiteral
            && (sort.offset == null || sort.offset instanceof RexLiteral)
            && !scan.spec().hasLimit()
            && scan.spec().top().isEmpty()
            && scan.spec().covered().isEmpty()
            && (filter != null || (scan.spec().prune().isEmpty() && scan.spec().late().isEmpty()));
    if (!matches) {
      return;
    }
    BigDecimal rows = number(sort.fetch).add(number(sort.offset));
    if (rows.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      return;
    }
    List<RelFieldCollation> order = sort.getCollation().getFieldCollations();
    ScanSpec spec;
    if (filter == null && order.isEmpty()) {
      spec = scan.spec().withLimit(rows.longValueExact());
    } else if (!order.isEmpty() && rows.signum() > 0 && isCompared(scan, order.get(0))) {
      spec = scan.spec().withTop(top(scan, order.get(0), rows.longValueExact(), filter));
    } else {
      return;
    }
    RelNode narrowed = scan.withSpec(spec);
    RelNode input =
        filter == null ? narrowed : filter.copy(filter.getTraitSet(), List.of(narrowed));
    call.transformTo(
        sort.copy(sort.getTraitSet(), input, sort.getCollation(), sort.offset, sort.fetch));
  }

  private static boolean isCompared(S3TableScan scan, RelFieldCollation first) {
    SqlTypeName type = field(scan, first).getType().getSqlTypeName();
    return SqlTypeName.INT_TYPES.contains(type)
        || SqlTypeName.DATETIME_TYPES.contains(type)
        || SqlTypeFamily.CHARACTER.getTypeNames().contains(type)
        || type == SqlTypeName.DECIMAL;
  }

  private static TopRows top(
      S3TableScan scan, RelFieldCollation first, long rows, @Nullable LogicalFilter filter) {
    Optional<Coverage.Filter> passed =
        Optional.ofNullable(filter)
            .map(known -> new Coverage.Filter(known.getCondition(), scan.getRowType()));
    return new TopRows(
        field(scan, first).getName(),
        first.getDirection().isDescending(),
        first.nullDirection != NullDirection.LAST,
        rows,
        Coverage.of(passed).bind(Parameters.NONE, scan.getCluster().getRexBuilder()));
  }

  private static RelDataTypeField field(S3TableScan scan, RelFieldCollation first) {
    return scan.getRowType().getFieldList().get(first.getFieldIndex());
  }

  private static BigDecimal number(@Nullable RexNode literal) {
    BigDecimal value = literal == null ? null : ((RexLiteral) literal).getValueAs(BigDecimal.class);
    return value == null ? BigDecimal.ZERO : value;
  }
}

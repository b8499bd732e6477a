/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.s3.table.RowOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.logical.LogicalSort;

/**
 * Planner rule that reads rows in the order in which they are stored.
 *
 * <pre>
 *   Sort(sort: a, b DESC)
 *     S3TableScan          =>  S3TableScan(order: a, b DESC)
 * </pre>
 *
 * <p>The order is one that the definition of the table declares, and statistics must tell that no
 * two row groups overlap. Reaches a fixed point: there is no sort any more.
 */
final class S3OrderRule extends RelRule<S3RuleConfig> {
  S3OrderRule(S3RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalSort sort = call.rel(0);
    S3TableScan scan = call.rel(1);
    Optional<RowOrder> stored = scan.s3Table().definition().sortedBy();
    if (stored.isEmpty()
        || sort.fetch != null
        || sort.offset != null
        || scan.spec().hasLimit()
        || scan.spec().top().isPresent()
        || scan.spec().order().isPresent()
        || sort.getCollation().getFieldCollations().isEmpty()) {
      return;
    }
    RowOrder wanted = order(sort, scan);
    if (stored.get().implies(wanted) && scan.isStoredInOrder(wanted)) {
      call.transformTo(scan.withOrder(wanted, sort.getCollation()));
    }
  }

  private static RowOrder order(LogicalSort sort, S3TableScan scan) {
    List<RowOrder.Key> keys = new ArrayList<>();
    for (RelFieldCollation field : sort.getCollation().getFieldCollations()) {
      String column = scan.getRowType().getFieldNames().get(field.getFieldIndex());
      keys.add(new RowOrder.Key(column, field.getDirection().isDescending()));
    }
    return new RowOrder(keys);
  }
}

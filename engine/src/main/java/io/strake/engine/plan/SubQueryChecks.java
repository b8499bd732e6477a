/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/**
 * Refusal of sub-queries that Calcite would answer wrongly.
 *
 * <p>Of {@code (a, b) NOT IN (...)} it takes a row in which some but not all columns are NULL for
 * one that differs; by the standard it is unknown whether it does.
 */
final class SubQueryChecks {
  private SubQueryChecks() {}

  static void check(RelNode rel) {
    if (rel instanceof Filter filter) {
      checkCondition(filter.getCondition());
    } else if (rel instanceof Project project) {
      project.getProjects().forEach(node -> check(node, true));
    }
    rel.getInputs().forEach(SubQueryChecks::check);
  }

  /** Under AND and OR of a condition, unknown is as good as false. */
  private static void checkCondition(RexNode condition) {
    if (condition instanceof RexSubQuery) {
      check(condition, false);
    } else if (condition.isA(SqlKind.AND) || condition.isA(SqlKind.OR)) {
      ((RexCall) condition).getOperands().forEach(SubQueryChecks::checkCondition);
    } else {
      check(condition, true);
    }
  }

  private static void check(RexNode expression, boolean unknownMatters) {
    expression.accept(
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitSubQuery(RexSubQuery query) {
            boolean ofRows = query.getKind() == SqlKind.IN && query.getOperands().size() > 1;
            if (unknownMatters && ofRows && isNullable(query)) {
              throw StrakeException.of(
                  ErrorCode.UNSUPPORTED,
                  "query: NOT IN of several columns that may be NULL is not supported;"
                      + " use NOT EXISTS with an equality for each column");
            }
            check(query.rel);
            return super.visitSubQuery(query);
          }
        });
  }

  private static boolean isNullable(RexSubQuery query) {
    return Stream.concat(
            query.getOperands().stream().map(RexNode::getType),
            query.rel.getRowType().getFieldList().stream().map(RelDataTypeField::getType))
        .anyMatch(type -> type.isNullable());
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;

/**
 * Comparisons with NULL itself, which are NULL whatever they are compared with.
 *
 * <p>Calcite simplifies {@code a / b > -NULL} to {@code a / b > NULL} and not further, and then
 * fails when it asks what is known of the rows. Stateless.
 */
final class NullComparisons {
  private static final Set<SqlKind> COMPARISONS =
      EnumSet.of(
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL);

  private NullComparisons() {}

  /** Returns whether a call of an operator with these operands compares with the literal NULL. */
  static boolean contains(SqlOperator operator, List<? extends RexNode> operands) {
    return COMPARISONS.contains(operator.getKind())
        && operands.stream().anyMatch(RexLiteral::isNullLiteral);
  }
}

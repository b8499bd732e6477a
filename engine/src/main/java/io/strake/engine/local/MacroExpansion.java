/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.ScalarFunctions;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * How long a statement grows where macros repeat their arguments as text: each level of nesting
 * multiplies the length, so that deep nesting must run elsewhere.
 */
final class MacroExpansion {
  /** How many times as long as its leaves an expression may become. */
  private static final long LIMIT = 1200;

  /** Copies of an operand of a decimal division, by far the longest macro. */
  private static final int DECIMAL_DIVISION = 14;

  /** Copies of the text of a cast to a decimal by way of its digits. */
  private static final int DIGITS_CAST = 24;

  /** Copies of the text of a cast to or from an approximate number. */
  private static final int APPROXIMATE_CAST = 7;

  private static final Map<SqlOperator, Integer> COPIES =
      Map.ofEntries(
          Map.entry(SqlStdOperatorTable.DIVIDE, 3),
          Map.entry(SqlStdOperatorTable.MOD, 3),
          Map.entry(SqlStdOperatorTable.PERCENT_REMAINDER, 3),
          Map.entry(SqlStdOperatorTable.POWER, 4),
          Map.entry(SqlStdOperatorTable.ROUND, 6),
          Map.entry(SqlStdOperatorTable.SUBSTRING, 7),
          Map.entry(SqlStdOperatorTable.OVERLAY, 3),
          Map.entry(ScalarFunctions.LPAD, 4),
          Map.entry(ScalarFunctions.RPAD, 4),
          Map.entry(ScalarFunctions.REPEAT, 3),
          Map.entry(ScalarFunctions.SPLIT_PART, 5));

  private MacroExpansion() {}

  /** Returns a condition on calls with a limit on their expansion. */
  static Predicate<RexCall> bounded(Predicate<RexCall> operands) {
    return call -> operands.test(call) && of(call) <= LIMIT;
  }

  private static long of(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return 1;
    }
    long longest = call.getOperands().stream().mapToLong(MacroExpansion::of).max().orElse(1);
    return Math.min(LIMIT + 1, longest * copies(call));
  }

  private static int copies(RexCall call) {
    if (call.getOperator() == SqlStdOperatorTable.DIVIDE
        && OperandTypes.isDecimal(call.getType())) {
      return DECIMAL_DIVISION;
    } else if (call.getOperator() == SqlStdOperatorTable.CAST) {
      return castCopies(call.getOperands().get(0).getType(), call.getType());
    }
    return COPIES.getOrDefault(call.getOperator(), 1);
  }

  private static int castCopies(RelDataType from, RelDataType to) {
    if (OperandTypes.isDecimal(to)
        && (OperandTypes.isText(from) || OperandTypes.isApproximate(from))) {
      return DIGITS_CAST;
    } else if (OperandTypes.isText(from) == OperandTypes.isText(to)) {
      return 1;
    } else if (OperandTypes.isApproximate(from) || OperandTypes.isApproximate(to)) {
      return APPROXIMATE_CAST;
    }
    return OperandTypes.isText(from) ? 2 : 1;
  }
}

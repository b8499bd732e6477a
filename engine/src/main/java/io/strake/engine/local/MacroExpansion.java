/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList.Template;
import io.strake.planner.sql.ScalarFunctions;
import io.strake.planner.sql.ZoneFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * How long a statement grows where macros repeat their arguments as text: each level of nesting
 * multiplies the length, so that the operands of a deep one are bound to a name first.
 */
final class MacroExpansion {
  /** How many times as long as its leaves an expression may become; binding takes time as well. */
  private static final long LIMIT = 200;

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
          Map.entry(ScalarFunctions.SPLIT_PART, 5),
          Map.entry(ZoneFunctions.START_OF, 3),
          Map.entry(ZoneFunctions.TO_TEXT, 13),
          Map.entry(ZoneFunctions.OF_TEXT, 10));

  private MacroExpansion() {}

  /** Returns a template that binds its operands first where they would be repeated too often. */
  static Template bounded(Template template) {
    return (call, sql) ->
        inline(call) > LIMIT ? bound(call, sql, template) : template.write(call, sql);
  }

  /** A structure of the operands is evaluated once, and a function of it is applied to it. */
  private static String bound(RexCall call, List<String> sql, Template template) {
    List<String> fields = new ArrayList<>();
    List<String> operands = new ArrayList<>();
    for (int i = 0; i < sql.size(); i++) {
      if (call.getOperands().get(i) instanceof RexCall) {
        fields.add("'a" + i + "': " + sql.get(i));
        operands.add("bound.a" + i);
      } else {
        operands.add(sql.get(i));
      }
    }
    return "list_transform([{"
        + String.join(", ", fields)
        + "}], lambda bound: "
        + template.write(call, operands)
        + ")[1]";
  }

  /** Returns how many times as long as its leaves an expression becomes. */
  private static long of(RexNode node) {
    if (!(node instanceof RexCall call)) {
      return 1;
    }
    long inline = inline(call);
    return inline > LIMIT ? copies(call) : inline;
  }

  private static long inline(RexCall call) {
    return copies(call) * call.getOperands().stream().mapToLong(MacroExpansion::of).max().orElse(1);
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

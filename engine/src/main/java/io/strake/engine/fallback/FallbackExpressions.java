/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.fallback;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.ScalarFunctions;
import io.strake.planner.sql.ZoneFunctions;
import java.util.Set;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * The functions and casts that generated code has not, or whose answer there is not PostgreSQL's:
 * in a plan that needs generated code they are an error rather than another answer. Stateless.
 */
public final class FallbackExpressions {
  /** Functions that count UTF-16 units, or fail for bounds outside the text. */
  private static final Set<SqlOperator> UNITS =
      Set.of(
          SqlStdOperatorTable.CHAR_LENGTH,
          SqlStdOperatorTable.CHARACTER_LENGTH,
          SqlStdOperatorTable.SUBSTRING,
          SqlStdOperatorTable.POSITION,
          SqlStdOperatorTable.SIMILAR_TO,
          SqlStdOperatorTable.NOT_SIMILAR_TO,
          SqlStdOperatorTable.OVERLAY);

  private FallbackExpressions() {}

  /**
   * Checks the part of a plan that runs in generated code.
   *
   * @throws StrakeException naming the first function that cannot run there
   */
  public static void check(RelNode rel) {
    if (rel instanceof EnumerableRel) {
      rel.accept(
          new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
              if (differs(call)) {
                throw refusal(call);
              }
              return super.visitCall(call);
            }
          });
    }
    rel.getInputs().forEach(FallbackExpressions::check);
  }

  private static StrakeException refusal(RexCall call) {
    String name = call.getOperator().getName();
    String what =
        call.getOperator() == SqlStdOperatorTable.CAST
            ? "CAST of "
                + call.getOperands().get(0).getType().getSqlTypeName()
                + " AS "
                + call.getType().getSqlTypeName()
            : name;
    return StrakeException.of(
        ErrorCode.UNSUPPORTED,
        "query: %s is not available beside an operator or type that the local engine does not have;"
            + " use it in a query of its own, or simplify its operands",
        what);
  }

  private static boolean differs(RexCall call) {
    SqlOperator operator = call.getOperator();
    if (operator == SqlStdOperatorTable.CAST) {
      return castDiffers(call.getOperands().get(0).getType(), call.getType());
    } else if (operator == SqlStdOperatorTable.EXTRACT) {
      return call.getOperands().get(0) instanceof RexLiteral unit
          && unit.getValueAs(TimeUnitRange.class) == TimeUnitRange.DOW; // from 1 on
    }
    return UNITS.contains(operator)
        || operator == ScalarFunctions.KEEP
        || ScalarFunctions.all().contains(operator)
        || ZoneFunctions.all().contains(operator);
  }

  /** Generated code cuts off where PostgreSQL rounds, and writes numbers as Java does. */
  private static boolean castDiffers(RelDataType from, RelDataType to) {
    if (OperandTypes.isApproximate(from)) {
      return OperandTypes.isExact(to) || OperandTypes.isText(to);
    }
    return OperandTypes.isText(from)
        && (OperandTypes.isExact(to)
            || OperandTypes.isApproximate(to)
            || OperandTypes.isBoolean(to));
  }
}

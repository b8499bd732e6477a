/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.sql.ScalarFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * How calls become expressions where Calcite's way changes the answer, and where PostgreSQL has
 * another name for a standard function. Stateless.
 */
final class Convertlets implements SqlRexConvertletTable {
  static final Convertlets INSTANCE = new Convertlets();

  /** Functions that are a standard one with the same operands. */
  private static final Map<SqlOperator, SqlOperator> ALIASES =
      Map.of(
          ScalarFunctions.LENGTH, SqlStdOperatorTable.CHAR_LENGTH,
          ScalarFunctions.SUBSTR, SqlStdOperatorTable.SUBSTRING,
          ScalarFunctions.TRUNC, SqlStdOperatorTable.TRUNCATE,
          ScalarFunctions.POW, SqlStdOperatorTable.POWER,
          ScalarFunctions.LOG, SqlStdOperatorTable.LOG10,
          // Calcite makes comparisons of them, of which 0 and -0 are equal
          SqlLibraryOperators.GREATEST_PG, SqlLibraryOperators.GREATEST_PG,
          SqlLibraryOperators.LEAST_PG, SqlLibraryOperators.LEAST_PG,
          // Calcite makes a power of 0.5 of it, which rounds otherwise
          SqlStdOperatorTable.SQRT, SqlStdOperatorTable.SQRT);

  private static final Map<SqlOperator, SqlTrimFunction.Flag> TRIMS =
      Map.of(
          ScalarFunctions.LTRIM, SqlTrimFunction.Flag.LEADING,
          ScalarFunctions.RTRIM, SqlTrimFunction.Flag.TRAILING,
          ScalarFunctions.BTRIM, SqlTrimFunction.Flag.BOTH);

  private Convertlets() {}

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlOperator operator = call.getOperator();
    SqlOperator alias = ALIASES.get(operator);
    if (alias != null) {
      return (context, c) -> call(context, c, alias, operands -> operands);
    } else if (TRIMS.containsKey(operator)) {
      return Convertlets::trim;
    } else if (operator == ScalarFunctions.STRPOS) {
      return (context, c) ->
          call(
              context,
              c,
              SqlStdOperatorTable.POSITION,
              operands -> List.of(operands.get(1), operands.get(0)));
    } else if (operator == ScalarFunctions.EXTRACT) {
      return Convertlets::extract;
    }
    SqlRexConvertlet session = SessionFunctions.convertlet(call);
    return session != null ? session : AggregateLanguage.CONVERTLETS.get(call);
  }

  private static RexNode call(
      SqlRexContext context,
      SqlCall call,
      SqlOperator operator,
      UnaryOperator<List<RexNode>> operands) {
    List<RexNode> converted = new ArrayList<>();
    for (SqlNode operand : call.getOperandList()) {
      converted.add(context.convertExpression(operand));
    }
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    return context.getRexBuilder().makeCall(type, operator, operands.apply(converted));
  }

  private static RexNode trim(SqlRexContext context, SqlCall call) {
    RexBuilder rex = context.getRexBuilder();
    RexNode flag = rex.makeFlag(TRIMS.get(call.getOperator()));
    return call(
        context,
        call,
        SqlStdOperatorTable.TRIM,
        operands ->
            List.of(
                flag,
                operands.size() > 1 ? operands.get(1) : rex.makeLiteral(" "),
                operands.get(0)));
  }

  /** Units without a fraction keep Calcite's operator, which sources know. */
  private static RexNode extract(SqlRexContext context, SqlCall call) {
    RelDataType type = context.getValidator().getValidatedNodeType(call);
    SqlOperator operator =
        type.getSqlTypeName() == SqlTypeName.BIGINT
            ? SqlStdOperatorTable.EXTRACT
            : ScalarFunctions.EXTRACT;
    return call(context, call, operator, operands -> operands);
  }
}

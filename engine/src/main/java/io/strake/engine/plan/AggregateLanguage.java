/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.Set;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's aggregate functions where Calcite's standard ones are none or others. */
final class AggregateLanguage {
  /** Interpolates between numbers, so that the result is approximate whatever they are. */
  private static final SqlAggFunction PERCENTILE_CONT =
      SqlBasicAggFunction.create(
              SqlKind.PERCENTILE_CONT,
              ReturnTypes.DOUBLE_FORCE_NULLABLE,
              OperandTypes.UNIT_INTERVAL_NUMERIC_LITERAL)
          .withFunctionType(SqlFunctionCategory.SYSTEM)
          .withGroupOrder(Optionality.MANDATORY)
          .withPercentile(true)
          .withAllowsFraming(false);

  /** The most frequent value, of several the first in the order, which is that of the argument. */
  private static final SqlAggFunction MODE =
      SqlBasicAggFunction.create(
              "MODE",
              SqlKind.MODE,
              ReturnTypes.ARG0.andThen(SqlTypeTransforms.FORCE_NULLABLE),
              OperandTypes.ANY)
          .withFunctionType(SqlFunctionCategory.SYSTEM)
          .withGroupOrder(Optionality.MANDATORY)
          .withAllowsFraming(false);

  /** The name is reserved in the grammar, so that it has to be written in quotes. */
  private static final SqlAggFunction CORR =
      SqlBasicAggFunction.create(
              "CORR",
              SqlKind.OTHER_FUNCTION,
              ReturnTypes.DOUBLE_FORCE_NULLABLE,
              OperandTypes.NUMERIC_NUMERIC)
          .withFunctionType(SqlFunctionCategory.NUMERIC);

  private static final Set<SqlKind> DIRECTIONS =
      Set.of(SqlKind.DESCENDING, SqlKind.NULLS_FIRST, SqlKind.NULLS_LAST);

  /** Functions beside the standard ones. */
  static final SqlOperatorTable FUNCTIONS =
      SqlOperatorTables.of(
          SqlLibraryOperators.BOOL_AND,
          SqlLibraryOperators.BOOL_OR,
          SqlLibraryOperators.STRING_AGG,
          SqlLibraryOperators.ARRAY_AGG,
          MODE,
          CORR);

  /**
   * Functions that Calcite would write, over a window, as sums of squares in which the digits of
   * the result cancel out.
   */
  private static final Set<SqlKind> KEPT_WHOLE =
      Set.of(SqlKind.STDDEV_POP, SqlKind.STDDEV_SAMP, SqlKind.VAR_POP, SqlKind.VAR_SAMP);

  /** Conversions of calls in the syntax tree. */
  static final SqlRexConvertletTable CONVERTLETS = AggregateLanguage::convertlet;

  private AggregateLanguage() {}

  /** Puts our functions into a syntax tree in which the parser has put standard ones. */
  static void replaceStandardFunctions(SqlNode statement) {
    statement.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlCall call) {
            if (call instanceof SqlBasicCall basic
                && basic.getOperator() == SqlStdOperatorTable.PERCENTILE_CONT) {
              basic.setOperator(PERCENTILE_CONT);
            } else if (call.getKind() == SqlKind.WITHIN_GROUP) {
              giveArgument(call);
            }
            return super.visit(call);
          }
        });
  }

  /** The argument of {@code MODE()} is what it is ordered by. */
  private static void giveArgument(SqlCall withinGroup) {
    if (withinGroup.operand(0) instanceof SqlBasicCall mode
        && mode.getOperandList().isEmpty()
        && mode.getOperator().getName().equalsIgnoreCase(MODE.getName())
        && withinGroup.operand(1) instanceof SqlNodeList order
        && order.size() == 1) {
      SqlNode column = order.get(0);
      while (DIRECTIONS.contains(column.getKind())) {
        column = ((SqlCall) column).operand(0);
      }
      withinGroup.setOperand(
          0, MODE.createCall(mode.getFunctionQuantifier(), mode.getParserPosition(), column));
    }
  }

  private static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
    if (KEPT_WHOLE.contains(call.getKind())
        && call.getOperator() instanceof SqlAggFunction function) {
      return (context, aggregate) ->
          StandardConvertletTable.INSTANCE.convertAggregateFunction(context, function, aggregate);
    }
    return StandardConvertletTable.INSTANCE.get(call);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Gives parameters their types where functions leave no choice and the validator infers none: casts
 * them, in place. Not thread-safe.
 */
final class ParameterTyping extends SqlBasicVisitor<@Nullable Void> {
  private static final SqlTypeName TEXT = SqlTypeName.VARCHAR;
  private static final SqlTypeName NUMBER = SqlTypeName.INTEGER;

  /** Types of the operands by the name of the function; of one too many the last counts. */
  private static final Map<String, List<SqlTypeName>> OPERANDS =
      Map.of(
          "SUBSTRING", List.of(TEXT, NUMBER),
          "UPPER", List.of(TEXT),
          "LOWER", List.of(TEXT),
          "INITCAP", List.of(TEXT),
          "CHAR_LENGTH", List.of(TEXT),
          "CHARACTER_LENGTH", List.of(TEXT),
          "POSITION", List.of(TEXT, TEXT, NUMBER),
          "||", List.of(TEXT));

  @Override
  public @Nullable Void visit(SqlCall call) {
    List<SqlTypeName> types = OPERANDS.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
    for (int i = 0; types != null && i < call.operandCount(); i++) {
      if (call.operand(i) instanceof SqlDynamicParam parameter) {
        call.setOperand(i, cast(parameter, types.get(Math.min(i, types.size() - 1))));
      }
    }
    return super.visit(call);
  }

  private static SqlNode cast(SqlDynamicParam parameter, SqlTypeName type) {
    return SqlStdOperatorTable.CAST.createCall(
        parameter.getParserPosition(),
        parameter,
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(type, parameter.getParserPosition()),
            parameter.getParserPosition()));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.SessionParameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.jspecify.annotations.Nullable;

/**
 * {@code CURRENT_DATE} and its like: one value in the whole statement, and a parameter of its plan.
 */
final class SessionFunctions {
  private static final Map<SqlOperator, SessionParameter> PARAMETERS = new LinkedHashMap<>();

  static {
    add("CURRENT_TIMESTAMP", SessionParameter.CURRENT_TIMESTAMP, SqlSyntax.FUNCTION_ID);
    add("NOW", SessionParameter.CURRENT_TIMESTAMP, SqlSyntax.FUNCTION);
    add("LOCALTIMESTAMP", SessionParameter.LOCALTIMESTAMP, SqlSyntax.FUNCTION_ID);
    add("CURRENT_DATE", SessionParameter.CURRENT_DATE, SqlSyntax.FUNCTION_ID);
    add("LOCALTIME", SessionParameter.LOCALTIME, SqlSyntax.FUNCTION_ID);
    add("CURRENT_TIME", SessionParameter.LOCALTIME, SqlSyntax.FUNCTION_ID);
  }

  private SessionFunctions() {}

  /** Returns them all. */
  static List<SqlOperator> all() {
    return new ArrayList<>(PARAMETERS.keySet());
  }

  /** Returns how a call becomes a parameter; null if it is none of these. */
  static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
    SessionParameter parameter = PARAMETERS.get(call.getOperator());
    return parameter == null ? null : (context, c) -> parameter.in(context.getRexBuilder());
  }

  private static void add(String name, SessionParameter parameter, SqlSyntax syntax) {
    SqlFunction function =
        SqlBasicFunction.create(
                name,
                binding -> parameter.type(binding.getTypeFactory()),
                OperandTypes.NILADIC,
                SqlFunctionCategory.TIMEDATE)
            .withSyntax(syntax)
            .withDynamic(true);
    PARAMETERS.put(function, parameter);
  }
}

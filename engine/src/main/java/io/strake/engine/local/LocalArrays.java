/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.LocalArithmetic.castTo;
import static io.strake.engine.local.LocalArithmetic.type;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Operators of arrays, each with PostgreSQL's answer. */
final class LocalArrays {
  private LocalArrays() {}

  static void addTo(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR,
        call -> LocalBackend.nameOf(call.getType()) != null,
        "any",
        (call, sql) -> castTo(call, "[" + String.join(", ", sql) + "]"));
    list.allow(
        SqlStdOperatorTable.CARDINALITY,
        call -> type(call, 0).getSqlTypeName() == SqlTypeName.ARRAY,
        "an array",
        (call, sql) -> castTo(call, "len(" + sql.get(0) + ")"));
    list.allow(
        SqlStdOperatorTable.ITEM,
        call ->
            type(call, 0).getSqlTypeName() == SqlTypeName.ARRAY
                && OperandTypes.isInteger(type(call, 1)),
        "an array and an integer",
        // DuckDB counts a negative position from the end
        (call, sql) -> "CASE WHEN " + sql.get(1) + " > 0 THEN " + String.join("[", sql) + "] END");
  }
}

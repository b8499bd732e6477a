/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** The casts that keep every value as it is, so that no rule of rounding or format matters. */
final class PostgresCasts {
  /** Length of the smallest BIGINT as a text. */
  private static final int INTEGER_TEXT_LENGTH = 20;

  private PostgresCasts() {}

  static void addTo(OperatorAllowList.Builder list) {
    list.allow(
        SqlStdOperatorTable.CAST,
        PostgresCasts::isNoOp,
        "to a type that holds every value in the same form",
        (call, sql) -> sql.get(0));
    list.allow(
        SqlStdOperatorTable.CAST,
        PostgresCasts::isLossless,
        "integers to wider integers, decimals, doubles and texts; decimals and reals to doubles;"
            + " dates to timestamps",
        (call, sql) -> "CAST(" + sql.get(0) + " AS " + target(call.getType()) + ")");
  }

  private static String target(RelDataType type) {
    return OperandTypes.isDecimal(type)
        ? "numeric" // fits, so there is nothing to round
        : PostgresBackend.INSTANCE
            .typeName(type)
            .orElseThrow(() -> new AssertionError("no type " + type));
  }

  private static boolean isNoOp(RexCall call) {
    RelDataType from = call.getOperands().get(0).getType();
    RelDataType to = call.getType();
    return switch (to.getSqlTypeName()) {
      case VARCHAR -> OperandTypes.isText(from) && isAsLong(from, to);
      case DECIMAL ->
          OperandTypes.isDecimal(from)
              && to.getScale() >= from.getScale()
              && to.getPrecision() - to.getScale() >= from.getPrecision() - from.getScale();
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          from.getSqlTypeName() == to.getSqlTypeName() && to.getPrecision() >= from.getPrecision();
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DATE ->
          from.getSqlTypeName() == to.getSqlTypeName();
      case FLOAT, DOUBLE ->
          from.getSqlTypeName() == SqlTypeName.FLOAT || from.getSqlTypeName() == SqlTypeName.DOUBLE;
      default -> false;
    };
  }

  private static boolean isLossless(RexCall call) {
    RelDataType from = call.getOperands().get(0).getType();
    RelDataType to = call.getType();
    return switch (to.getSqlTypeName()) {
      case INTEGER, BIGINT ->
          OperandTypes.isInteger(from) && from.getPrecision() <= to.getPrecision();
      case DECIMAL ->
          OperandTypes.isInteger(from) && from.getPrecision() <= to.getPrecision() - to.getScale();
      case FLOAT, DOUBLE -> OperandTypes.isExact(from) || from.getSqlTypeName() == SqlTypeName.REAL;
      case VARCHAR -> OperandTypes.isInteger(from) && isAsLong(INTEGER_TEXT_LENGTH, to);
      case TIMESTAMP -> from.getSqlTypeName() == SqlTypeName.DATE;
      default -> false;
    };
  }

  private static boolean isAsLong(RelDataType from, RelDataType to) {
    return to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
        || (from.getPrecision() != RelDataType.PRECISION_NOT_SPECIFIED
            && isAsLong(from.getPrecision(), to));
  }

  private static boolean isAsLong(int length, RelDataType to) {
    return to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED || to.getPrecision() >= length;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.type.StrakeTypeSystem;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.type.SqlTypeName;

/** The casts that DuckDB does as PostgreSQL does, including rounding and errors. */
final class LocalCasts {
  private LocalCasts() {}

  static boolean isExact(RexCall call) {
    RelDataType from = call.getOperands().get(0).getType();
    RelDataType to = call.getType();
    if (LocalBackend.nameOf(from) == null || LocalBackend.nameOf(to) == null) {
      return false;
    }
    if (OperandTypes.isText(to)) {
      return to.getSqlTypeName() == SqlTypeName.VARCHAR && isTextual(from);
    } else if (isNumber(to)) {
      // Not from text, of which DuckDB takes more for an integer; not from a double to a decimal,
      // for which PostgreSQL goes through 15 digits
      return isNumber(from) && !(OperandTypes.isApproximate(from) && OperandTypes.isDecimal(to));
    }
    return switch (to.getSqlTypeName()) {
      case BOOLEAN -> OperandTypes.isBoolean(from);
      case DATE ->
          isOneOf(from, SqlTypeName.DATE, SqlTypeName.TIMESTAMP) || OperandTypes.isText(from);
      case TIME -> isOneOf(from, SqlTypeName.TIME) && keepsFraction(from, to);
      case TIMESTAMP -> isTimestamp(from) || (isDateOrText(from) && keepsFraction(from, to));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          from.getSqlTypeName() == to.getSqlTypeName() && keepsFraction(from, to);
      case BINARY, VARBINARY -> isOneOf(from, SqlTypeName.BINARY, SqlTypeName.VARBINARY);
      default -> false;
    };
  }

  static String write(RexCall call, List<String> sql) {
    RelDataType to = call.getType();
    RelDataType from = call.getOperands().get(0).getType();
    if (isTimestamp(to) && isTimestamp(from) && !keepsFraction(from, to)) {
      return roundedTimestamp(sql.get(0), to.getPrecision());
    }
    String cast = "CAST(" + sql.get(0) + " AS " + LocalBackend.nameOf(to) + ")";
    boolean cuts = OperandTypes.isText(to) && cuts(from, to);
    return cuts ? "left(" + cast + ", " + to.getPrecision() + ")" : cast;
  }

  /** Writes a timestamp rounded half away from zero, as PostgreSQL rounds it. */
  private static String roundedTimestamp(String sql, int precision) {
    int digits = StrakeTypeSystem.TIME_PRECISION - precision;
    return "make_timestamp(CAST(round(CAST(epoch_us("
        + sql
        + ") AS DECIMAL(20, 0)), -"
        + digits
        + ") AS BIGINT))";
  }

  private static boolean isTimestamp(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
  }

  private static boolean isDateOrText(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DATE || OperandTypes.isText(type);
  }

  private static boolean keepsFraction(RelDataType from, RelDataType to) {
    return to.getPrecision() >= StrakeTypeSystem.TIME_PRECISION
        || to.getPrecision() >= from.getPrecision();
  }

  /** Returns whether VARCHAR(n) may be shorter than the text; DuckDB ignores the length. */
  private static boolean cuts(RelDataType from, RelDataType to) {
    if (to.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED) {
      return false;
    }
    return !OperandTypes.isText(from)
        || from.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
        || from.getPrecision() > to.getPrecision();
  }

  /** Types whose text form is the same everywhere; numbers with a point have several. */
  private static boolean isTextual(RelDataType from) {
    return OperandTypes.isText(from)
        || OperandTypes.isExact(from)
        || isOneOf(from, SqlTypeName.DATE, SqlTypeName.BOOLEAN);
  }

  private static boolean isNumber(RelDataType type) {
    return OperandTypes.isExact(type)
        || OperandTypes.isApproximate(type)
        || type.getSqlTypeName() == SqlTypeName.TINYINT;
  }

  private static boolean isOneOf(RelDataType type, SqlTypeName... names) {
    return List.of(names).contains(type.getSqlTypeName());
  }
}

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
  /** Digits that any double keeps. */
  private static final int DOUBLE_DIGITS = 15;

  /** Digits that any REAL keeps. */
  private static final int REAL_DIGITS = 6;

  /** PostgreSQL counts timestamps from 2000 on, and rounds halves away from there. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private LocalCasts() {}

  static boolean isExact(RexCall call) {
    RelDataType from = call.getOperands().get(0).getType();
    RelDataType to = call.getType();
    if (LocalBackend.nameOf(from) == null || LocalBackend.nameOf(to) == null) {
      return false;
    }
    if (OperandTypes.isText(from) && !OperandTypes.isText(to)) {
      return isReadable(to);
    } else if (OperandTypes.isText(to)) {
      return to.getSqlTypeName() == SqlTypeName.VARCHAR && isTextual(from);
    } else if (isNumber(to)) {
      return isNumber(from);
    }
    return switch (to.getSqlTypeName()) {
      case BOOLEAN -> OperandTypes.isBoolean(from);
      case DATE -> isOneOf(from, SqlTypeName.DATE, SqlTypeName.TIMESTAMP);
      case TIME ->
          isOneOf(from, SqlTypeName.TIME, SqlTypeName.TIMESTAMP) && keepsFraction(from, to);
      case TIMESTAMP -> isTimestamp(from) || from.getSqlTypeName() == SqlTypeName.DATE;
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> from.getSqlTypeName() == to.getSqlTypeName();
      case BINARY, VARBINARY -> isOneOf(from, SqlTypeName.BINARY, SqlTypeName.VARBINARY);
      default -> false;
    };
  }

  /** Types that a text becomes if it has the form that the macro checks. */
  private static boolean isReadable(RelDataType to) {
    return switch (to.getSqlTypeName()) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE, DATE -> true;
      case TIME, TIMESTAMP -> to.getPrecision() >= StrakeTypeSystem.TIME_PRECISION;
      default -> false;
    };
  }

  static String write(RexCall call, List<String> sql) {
    RelDataType to = call.getType();
    RelDataType from = call.getOperands().get(0).getType();
    String operand = sql.get(0);
    if (OperandTypes.isText(from) && !OperandTypes.isText(to)) {
      return read(operand, to);
    } else if (OperandTypes.isText(to)) {
      String text = text(operand, from);
      return cuts(from, to) ? "left(" + text + ", " + to.getPrecision() + ")" : text;
    } else if (isTimestamp(to) && isTimestamp(from) && !keepsFraction(from, to)) {
      return "make_timestamp(" + roundedMicros(operand, to.getPrecision()) + ")";
    } else if (isInstant(to) && !keepsFraction(from, to)) {
      return "make_timestamptz(" + roundedMicros(operand, to.getPrecision()) + ")";
    } else if (OperandTypes.isApproximate(from) && OperandTypes.isDecimal(to)) {
      // PostgreSQL goes through the text with as many digits as the type is sure to keep
      int digits = from.getSqlTypeName() == SqlTypeName.REAL ? REAL_DIGITS : DOUBLE_DIGITS;
      return decimal("format('{:." + digits + "g}', CAST(" + operand + " AS DOUBLE))", to);
    }
    return OperandTypes.isApproximate(to)
        ? approximate(operand, from, String.valueOf(LocalBackend.nameOf(to)))
        : cast(operand, to);
  }

  /** Writes a number as an approximate one, rounded once; DuckDB divides long decimals twice. */
  static String approximate(String operand, RelDataType from, String to) {
    boolean twice =
        OperandTypes.isDecimal(from) && (to.equals("REAL") || from.getPrecision() > DOUBLE_DIGITS);
    String digits = twice ? "CAST(" + operand + " AS VARCHAR)" : operand;
    return "CAST(" + digits + " AS " + to + ")";
  }

  private static String cast(String sql, RelDataType to) {
    return "CAST(" + sql + " AS " + LocalBackend.nameOf(to) + ")";
  }

  /** A text as a decimal without an exponent, of which DuckDB rounds the wrong digit. */
  private static String decimal(String text, RelDataType to) {
    return cast("strake_plain(" + text + ")", to);
  }

  private static String read(String text, RelDataType to) {
    return switch (to.getSqlTypeName()) {
      case BOOLEAN -> "strake_to_boolean(" + text + ")";
      case SMALLINT, INTEGER, BIGINT ->
          cast("replace(strake_integer_text(" + text + "), '_', '')", to);
      case DECIMAL -> decimal("lower(replace(strake_decimal_text(" + text + "), '_', ''))", to);
      case REAL -> "strake_to_real(" + text + ")";
      case FLOAT, DOUBLE -> "strake_to_double(" + text + ")";
      case DATE -> cast("strake_date_text(" + text + ")", to);
      case TIME -> cast("strake_time_text(" + text + ")", to);
      case TIMESTAMP -> cast("strake_timestamp_text(" + text + ")", to);
      default -> throw new AssertionError("no cast of a text to " + to);
    };
  }

  private static String text(String operand, RelDataType from) {
    String plain = "CAST(" + operand + " AS VARCHAR)";
    return switch (from.getSqlTypeName()) {
      case FLOAT, DOUBLE -> "strake_double_to_text(" + operand + ")";
      case DATE, TIME, TIMESTAMP -> "strake_era(" + plain + ")";
      case DECIMAL ->
          from.getPrecision() > from.getScale()
              ? plain
              // Without a digit before the point DuckDB writes none
              : "CAST(CAST("
                  + operand
                  + " AS DECIMAL("
                  + (from.getPrecision() + 1)
                  + ", "
                  + from.getScale()
                  + ")) AS VARCHAR)";
      default -> plain;
    };
  }

  /** Writes microseconds rounded as PostgreSQL rounds them, halves away from its epoch. */
  private static String roundedMicros(String sql, int precision) {
    int digits = StrakeTypeSystem.TIME_PRECISION - precision;
    return "CAST(round(CAST(epoch_us("
        + sql
        + ") - "
        + POSTGRES_EPOCH_MICROS
        + " AS DECIMAL(20, 0)), -"
        + digits
        + ") AS BIGINT) + "
        + POSTGRES_EPOCH_MICROS;
  }

  private static boolean isInstant(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static boolean isTimestamp(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP;
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

  /** Types whose text form PostgreSQL gives; that of REAL it rounds to six digits. */
  private static boolean isTextual(RelDataType from) {
    return switch (from.getSqlTypeName()) {
      case CHAR,
          VARCHAR,
          BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          FLOAT,
          DOUBLE,
          DATE,
          TIME,
          TIMESTAMP ->
          true;
      case DECIMAL -> from.getScale() < StrakeTypeSystem.MAX_DECIMAL_PRECISION;
      default -> false;
    };
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

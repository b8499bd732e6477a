/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The casts that the server does as we do, including rounding and errors.
 *
 * <p>Left out: texts to numbers, dates and times, of which the server reads more forms than we,
 * some by its settings; approximate numbers to decimals, which have NaN there and not here; times
 * with a zone to others, and back.
 */
final class PostgresCasts {
  /** Length of the smallest BIGINT as a text. */
  private static final int INTEGER_TEXT_LENGTH = 20;

  private PostgresCasts() {}

  /** Adds the casts that keep every value as it is, so that no rule of rounding matters. */
  static void addTo(OperatorAllowList.Builder list) {
    allow(
        list,
        PostgresCasts::isNoOp,
        "to a type that holds every value in the same form",
        (call, sql) -> sql.get(0));
    allow(
        list,
        PostgresCasts::isLossless,
        "integers to wider integers, decimals, doubles and texts; decimals and reals to doubles;"
            + " dates to timestamps",
        (call, sql) -> lossless(call, sql.get(0)));
  }

  /** Adds the casts whose rules are those of Strake's types. */
  static void addStrakeTo(OperatorAllowList.Builder list) {
    allow(
        list,
        PostgresCasts::isText,
        "integers, decimals, doubles, booleans, dates, times and timestamps to texts; texts to"
            + " shorter ones",
        (call, sql) -> text(call, sql.get(0)));
    allow(
        list,
        PostgresCasts::isOfNumbers,
        "exact numbers to exact ones, rounded half away from zero; approximate numbers to integers,"
            + " rounded half to even",
        (call, sql) -> PostgresOperators.castTo(call, sql.get(0)));
    allow(
        list,
        PostgresCasts::isOfTimes,
        "timestamps to dates, times and timestamps of fewer digits",
        (call, sql) -> time(call, sql.get(0)));
    allow(
        list,
        call -> OperandTypes.isText(from(call)) && OperandTypes.isBoolean(call.getType()),
        "texts to booleans",
        (call, sql) -> PostgresOperators.castTo(call, sql.get(0)));
  }

  private static void allow(
      OperatorAllowList.Builder list,
      Predicate<RexCall> operands,
      String description,
      OperatorAllowList.Template template) {
    list.allow(SqlStdOperatorTable.CAST, operands, description, template);
  }

  private static RelDataType from(RexCall call) {
    return call.getOperands().get(0).getType();
  }

  private static boolean isNoOp(RexCall call) {
    RelDataType from = from(call);
    RelDataType to = call.getType();
    return switch (to.getSqlTypeName()) {
      case VARCHAR -> OperandTypes.isText(from) && isAsLong(from, to);
      case DECIMAL -> OperandTypes.isDecimal(from) && isAsWide(from, to);
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          from.getSqlTypeName() == to.getSqlTypeName() && to.getPrecision() >= from.getPrecision();
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, REAL, DATE ->
          from.getSqlTypeName() == to.getSqlTypeName();
      case FLOAT, DOUBLE -> PostgresOperators.isDouble(from);
      default -> false;
    };
  }

  private static boolean isLossless(RexCall call) {
    RelDataType from = from(call);
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

  private static String lossless(RexCall call, String operand) {
    return switch (call.getType().getSqlTypeName()) {
      case DECIMAL -> "CAST(" + operand + " AS numeric)"; // fits, so there is nothing to round
      default -> PostgresOperators.castTo(call, operand);
    };
  }

  private static boolean isText(RexCall call) {
    RelDataType from = from(call);
    if (call.getType().getSqlTypeName() != SqlTypeName.VARCHAR) {
      return false;
    }
    return switch (from.getSqlTypeName()) {
      case CHAR,
          VARCHAR,
          BOOLEAN,
          SMALLINT,
          INTEGER,
          BIGINT,
          DECIMAL,
          FLOAT,
          DOUBLE,
          DATE,
          TIME,
          TIMESTAMP ->
          true;
      default -> false; // the digits of REAL differ, and instants are written in a zone
    };
  }

  /** A decimal shows all digits of its type, which the server's value need not have. */
  private static String text(RexCall call, String operand) {
    RelDataType from = from(call);
    int length = call.getType().getPrecision();
    String value =
        OperandTypes.isDecimal(from)
            ? "CAST(" + operand + " AS numeric(1000, " + from.getScale() + "))"
            : operand;
    return "CAST("
        + value
        + (length == RelDataType.PRECISION_NOT_SPECIFIED
            ? " AS text)"
            : " AS varchar(" + length + "))");
  }

  private static boolean isOfNumbers(RexCall call) {
    RelDataType from = from(call);
    return switch (call.getType().getSqlTypeName()) {
      case SMALLINT, INTEGER, BIGINT -> PostgresOperators.isNumber(from);
      case DECIMAL -> OperandTypes.isExact(from);
      default -> false;
    };
  }

  private static boolean isOfTimes(RexCall call) {
    SqlTypeName from = from(call).getSqlTypeName();
    return switch (call.getType().getSqlTypeName()) {
      case DATE -> from == SqlTypeName.TIMESTAMP;
      case TIME ->
          from == SqlTypeName.TIMESTAMP
              && call.getType().getPrecision() >= from(call).getPrecision();
      case TIMESTAMP -> from == SqlTypeName.TIMESTAMP;
      default -> false;
    };
  }

  private static String time(RexCall call, String operand) {
    return call.getType().getSqlTypeName() == SqlTypeName.TIMESTAMP
        ? "CAST(" + operand + " AS timestamp(" + call.getType().getPrecision() + "))"
        : PostgresOperators.castTo(call, operand);
  }

  private static boolean isAsWide(RelDataType from, RelDataType to) {
    return to.getScale() >= from.getScale()
        && to.getPrecision() - to.getScale() >= from.getPrecision() - from.getScale();
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

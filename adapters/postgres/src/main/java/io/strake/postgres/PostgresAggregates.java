/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.OperandTypes;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Writer of the aggregates whose answers are ours. */
final class PostgresAggregates {
  /** Digits beyond the scale of an average, so that rounding twice is rounding once. */
  private static final int GUARD_DIGITS = 20;

  private PostgresAggregates() {}

  /** Returns a call, cast to its type; empty if it has to be computed elsewhere. */
  static Optional<String> write(
      AggregateCall call, List<String> operands, List<RelDataType> types) {
    String distinct = call.isDistinct() ? "DISTINCT " : "";
    if (call.getAggregation().getKind() == SqlKind.COUNT) {
      return count(call, distinct, operands);
    }
    if (operands.size() != 1) {
      return Optional.empty();
    }
    String operand = operands.get(0);
    RelDataType type = types.get(0);
    return switch (call.getAggregation().getKind()) {
      case SUM -> sum(call, distinct + operand, type);
      case SUM0 -> sum(call, distinct + operand, type).map(sum -> "COALESCE(" + sum + ", 0)");
      case AVG -> average(call, distinct + operand, type);
      case MIN -> extreme("min", operand, type);
      case MAX -> extreme("max", operand, type);
      default -> Optional.empty();
    };
  }

  /** COUNT of several columns counts rows without any NULL, which the server's does not. */
  private static Optional<String> count(
      AggregateCall call, String distinct, List<String> operands) {
    if (operands.size() > 1) {
      return Optional.empty();
    }
    String operand = operands.isEmpty() ? "*" : distinct + operands.get(0);
    return cast("count(" + operand + ")", call.getType());
  }

  private static Optional<String> sum(AggregateCall call, String operand, RelDataType type) {
    if (OperandTypes.isDecimal(type)) {
      // without a cast: it would round what a numeric column has beyond its declared scale
      return OperandTypes.isDecimal(call.getType())
          ? Optional.of("sum(" + operand + ")")
          : Optional.empty();
    }
    boolean summable = OperandTypes.isInteger(type) || isDouble(type);
    return summable ? cast("sum(" + operand + ")", call.getType()) : Optional.empty();
  }

  /**
   * The server's own average of exact numbers has 16 significant digits, however large it is; a
   * quotient of a dividend with enough digits behind the point has the scale that we declare.
   */
  private static Optional<String> average(AggregateCall call, String operand, RelDataType type) {
    if (isDouble(type) && isDouble(call.getType())) {
      return Optional.of("avg(" + operand + ")");
    }
    if (!OperandTypes.isExact(type)
        || !OperandTypes.isDecimal(call.getType())
        || (OperandTypes.isDecimal(type) && call.getType().getScale() < type.getScale())
        || (OperandTypes.isInteger(type) && call.getType().getScale() == 0)) {
      return Optional.empty(); // stock Calcite declares the type of the operand, and cuts off
    }
    int digits = call.getType().getScale() + GUARD_DIGITS;
    return cast(
        "CAST(sum(" + operand + ") AS numeric(1000, " + digits + ")) / count(" + operand + ")",
        call.getType());
  }

  private static Optional<String> extreme(String function, String operand, RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case SMALLINT,
          INTEGER,
          BIGINT,
          DECIMAL,
          REAL,
          FLOAT,
          DOUBLE,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Optional.of(function + "(" + operand + ")");
      case CHAR, VARCHAR -> Optional.of(function + "(" + operand + " COLLATE \"C\")");
      case BOOLEAN ->
          Optional.of((function.equals("min") ? "bool_and(" : "bool_or(") + operand + ")");
      default -> Optional.empty(); // bytea has no minimum before PostgreSQL 18
    };
  }

  private static Optional<String> cast(String expression, RelDataType type) {
    return PostgresBackend.INSTANCE
        .typeName(type)
        .map(name -> "CAST(" + expression + " AS " + name + ")");
  }

  /** REAL is left out: the server sums it in single precision, we in double. */
  private static boolean isDouble(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return name == SqlTypeName.DOUBLE || name == SqlTypeName.FLOAT;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.SqlAggregateCall;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/** Writer of the aggregates whose answers are ours. */
final class PostgresAggregates {
  /** Digits beyond the scale of an average, so that rounding twice is rounding once. */
  private static final int GUARD_DIGITS = 20;

  private PostgresAggregates() {}

  /** Returns a call, cast to its type; empty if it has to be computed elsewhere. */
  static Optional<String> write(SqlAggregateCall call) {
    if (call.over() != null || !call.orderBy().isEmpty()) {
      return Optional.empty();
    }
    SqlKind kind = call.function().getKind();
    if (kind == SqlKind.COUNT) {
      return count(call);
    }
    if (call.operands().size() != 1) {
      return Optional.empty();
    }
    return switch (kind) {
      case LITERAL_AGG -> cast(call.literal(), call.type());
      case SUM -> sum(call);
      case SUM0 -> sum(call).map(sum -> "COALESCE(" + sum + ", 0)");
      case AVG -> average(call);
      case MIN -> extreme("min", call);
      case MAX -> extreme("max", call);
      default -> Optional.empty();
    };
  }

  /** COUNT of several columns counts rows without any NULL, which the server's does not. */
  private static Optional<String> count(SqlAggregateCall call) {
    return switch (call.operands().size()) {
      case 0 -> cast(call.write("count", List.of("*")), call.type());
      case 1 -> cast(call.write("count"), call.type());
      default -> Optional.empty();
    };
  }

  private static Optional<String> sum(SqlAggregateCall call) {
    RelDataType type = call.type(0);
    if (OperandTypes.isDecimal(type)) {
      // without a cast: it would round what a numeric column has beyond its declared scale
      return OperandTypes.isDecimal(call.type())
          ? Optional.of(call.write("sum"))
          : Optional.empty();
    }
    boolean summable = OperandTypes.isInteger(type) || isDouble(type);
    return summable ? cast(call.write("sum"), call.type()) : Optional.empty();
  }

  /**
   * The server's own average of exact numbers has 16 significant digits, however large it is; a
   * quotient of a dividend with enough digits behind the point has the scale that we declare.
   */
  private static Optional<String> average(SqlAggregateCall call) {
    RelDataType type = call.type(0);
    if (isDouble(type) && isDouble(call.type())) {
      return Optional.of(call.write("avg"));
    }
    if (!OperandTypes.isExact(type)
        || !OperandTypes.isDecimal(call.type())
        || (OperandTypes.isDecimal(type) && call.type().getScale() < type.getScale())
        || (OperandTypes.isInteger(type) && call.type().getScale() == 0)) {
      return Optional.empty(); // stock Calcite declares the type of the operand, and cuts off
    }
    int digits = call.type().getScale() + GUARD_DIGITS;
    return cast(
        "CAST(" + call.write("sum") + " AS numeric(1000, " + digits + ")) / " + call.write("count"),
        call.type());
  }

  private static Optional<String> extreme(String function, SqlAggregateCall call) {
    return switch (call.type(0).getSqlTypeName()) {
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
          Optional.of(call.write(function));
      case CHAR, VARCHAR ->
          Optional.of(call.write(function, List.of(call.sql(0) + " COLLATE \"C\"")));
      case BOOLEAN -> Optional.of(call.write(function.equals("min") ? "bool_and" : "bool_or"));
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

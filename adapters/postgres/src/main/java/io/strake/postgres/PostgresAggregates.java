/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.SqlAggregateCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Writer of the aggregate functions whose answers are ours, over groups and over windows.
 *
 * <p>Left out: spreads, regressions and percentiles, whose last digits differ or which hold a group
 * in memory; MODE; ANY_VALUE, which may be another one each time; BIT_XOR, which servers have since
 * version 14; sums of REAL, which the server makes in single precision. Sums and averages of
 * doubles depend on the order of the rows everywhere.
 */
final class PostgresAggregates {
  /** Digits beyond the scale of an average, so that rounding twice is rounding once. */
  private static final int GUARD_DIGITS = 20;

  /** A query that fails as a scalar sub-query does which returns more than one row. */
  private static final String TWO_ROWS = "(SELECT CAST(NULL AS %s) FROM (VALUES (1), (2)) AS two)";

  private PostgresAggregates() {}

  /** Returns a call, cast to its type; empty if it has to be computed elsewhere. */
  static Optional<String> write(SqlAggregateCall call) {
    boolean unknown = call.ignoreNulls() || (call.distinct() && call.over() != null);
    if (unknown) {
      return Optional.empty();
    } else if (call.function().getKind() == SqlKind.ARRAY_AGG) {
      return array(call);
    } else if (PostgresBackend.INSTANCE.typeName(call.type()).isEmpty()) {
      return Optional.empty();
    }
    Optional<String> window =
        call.over() == null ? Optional.empty() : PostgresWindowFunctions.write(call);
    return window.isPresent() ? window : aggregate(call);
  }

  private static Optional<String> aggregate(SqlAggregateCall call) {
    return switch (call.function().getKind()) {
      case COUNT -> count(call);
      case REGR_COUNT -> call.distinct() ? Optional.empty() : complete(call, "*");
      case GROUPING ->
          call.over() == null ? cast(call.write("grouping"), call.type()) : Optional.empty();
      case LISTAGG -> joined(call);
      default ->
          call.operands().size() == 1 && call.orderBy().isEmpty() ? ofOne(call) : Optional.empty();
    };
  }

  private static Optional<String> ofOne(SqlAggregateCall call) {
    boolean integer = OperandTypes.isInteger(call.type(0));
    return switch (call.function().getKind()) {
      case LITERAL_AGG -> cast(call.literal(), call.type());
      case SUM -> sum(call);
      case SUM0 -> sum(call).map(sum -> "COALESCE(" + sum + ", 0)");
      case AVG -> average(call);
      case MIN -> extreme("min", call);
      case MAX -> extreme("max", call);
      case BIT_AND -> integer ? cast(call.write("bit_and"), call.type()) : Optional.empty();
      case BIT_OR -> integer ? cast(call.write("bit_or"), call.type()) : Optional.empty();
      case SINGLE_VALUE -> singleValue(call);
      default -> Optional.empty();
    };
  }

  /** NULLs are items; of distinct items the server has an order, and we have none. */
  private static Optional<String> array(SqlAggregateCall call) {
    return call.over() == null
            && !call.distinct()
            && PostgresBackend.INSTANCE.typeName(call.type(0)).isPresent()
        ? Optional.of(call.write("array_agg"))
        : Optional.empty();
  }

  /** COUNT of several columns counts rows without any NULL, which the server's does not. */
  private static Optional<String> count(SqlAggregateCall call) {
    return switch (call.operands().size()) {
      case 0 -> cast(call.write("count", List.of("*")), call.type());
      case 1 -> cast(call.write("count"), call.type());
      default ->
          complete(
              call,
              call.distinct()
                  ? "ROW("
                      + String.join(
                          ", ",
                          call.operands().stream().map(SqlAggregateCall.Operand::sql).toList())
                      + ")"
                  : "*");
    };
  }

  private static Optional<String> complete(SqlAggregateCall call, String counted) {
    SqlAggregateCall complete =
        call.where(
            call.operands().stream()
                .map(operand -> operand.sql() + " IS NOT NULL")
                .collect(Collectors.joining(" AND ")));
    return cast(complete.write("count", List.of(counted)), call.type());
  }

  /** The separator stands before each text but the first; NULL is none. */
  private static Optional<String> joined(SqlAggregateCall call) {
    if (!call.operands().stream().allMatch(operand -> OperandTypes.isText(operand.type()))
        || call.over() != null) {
      return Optional.empty();
    }
    String separator = call.operands().size() == 1 ? "','" : call.sql(1);
    if (!call.distinct()) {
      return Optional.of(call.write("string_agg", List.of(call.sql(0), separator)));
    }
    boolean byText =
        call.orderBy().stream().allMatch(key -> key.column().sql().equals(call.sql(0)));
    // What is sorted by must be what is distinct, to the letter
    String text = "CAST(" + call.sql(0) + " AS text)";
    return byText
        ? Optional.of(
            call.sortedBy(text)
                .write("string_agg", List.of(PostgresCollations.codePoints(text), separator)))
        : Optional.empty();
  }

  /** A value that there may be only one of; the sub-query runs only if there are more. */
  private static Optional<String> singleValue(SqlAggregateCall call) {
    if (call.over() != null) {
      return Optional.empty();
    }
    return PostgresBackend.INSTANCE
        .typeName(call.type())
        .map(
            type ->
                "CASE WHEN "
                    + call.write("count", List.of("*"))
                    + " > 1 THEN "
                    + TWO_ROWS.formatted(type)
                    + " ELSE ("
                    + call.write("array_agg")
                    + ")[1] END");
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
          Optional.of(call.write(function, List.of(PostgresCollations.codePoints(call.sql(0)))));
      case BOOLEAN -> Optional.of(call.write(function.equals("min") ? "bool_and" : "bool_or"));
      default -> Optional.empty(); // bytea has no minimum before PostgreSQL 18
    };
  }

  static Optional<String> cast(String expression, RelDataType type) {
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

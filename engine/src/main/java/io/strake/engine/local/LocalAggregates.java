/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.SqlAggregateCall;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlKind;
import org.jspecify.annotations.Nullable;

/** Writer of the aggregate and window functions that DuckDB evaluates as PostgreSQL does. */
final class LocalAggregates {
  private LocalAggregates() {}

  /** Returns a call, cast to its type; empty if it has to be computed elsewhere. */
  static Optional<String> write(SqlAggregateCall call) {
    String typeName = LocalBackend.nameOf(call.type());
    if (typeName == null) {
      return Optional.empty();
    }
    String text = call.over() == null ? null : LocalWindowFunctions.write(call);
    if (text == null) {
      text = aggregate(call);
    }
    return Optional.ofNullable(text).map(sql -> "CAST(" + sql + " AS " + typeName + ")");
  }

  private static @Nullable String aggregate(SqlAggregateCall call) {
    SqlKind kind = call.function().getKind();
    return switch (kind) {
      case COUNT -> count(call);
      case LITERAL_AGG -> call.literal();
      case GROUPING -> call.write("GROUPING");
      case LISTAGG -> joined(call);
      case ARRAY_AGG -> call.write("list");
      case PERCENTILE_DISC -> percentileDisc(call);
      case PERCENTILE_CONT -> percentileCont(call);
      case MODE -> mode(call);
      case OTHER_FUNCTION -> call.function().getName().equals("CORR") ? correlation(call) : null;
      case COVAR_POP, COVAR_SAMP, REGR_COUNT, REGR_SXX, REGR_SYY -> ofPairs(call);
      default -> call.operands().size() == 1 && call.orderBy().isEmpty() ? ofOne(call) : null;
    };
  }

  private static @Nullable String ofOne(SqlAggregateCall call) {
    RelDataType type = call.type(0);
    return switch (call.function().getKind()) {
      case SUM -> isNumber(type) ? call.write("SUM") : null;
      case SUM0 -> isNumber(type) ? "COALESCE(" + call.write("SUM") + ", 0)" : null;
      case MIN -> isOrdered(type) ? call.write("MIN") : null;
      case MAX -> isOrdered(type) ? call.write("MAX") : null;
      case AVG -> OperandTypes.isApproximate(type) ? call.write("AVG") : null;
      case STDDEV_POP -> spread(call, "STDDEV_POP");
      case STDDEV_SAMP -> spread(call, "STDDEV_SAMP");
      case VAR_POP -> spread(call, "VAR_POP");
      case VAR_SAMP -> spread(call, "VAR_SAMP");
      case BIT_AND -> OperandTypes.isInteger(type) ? call.write("BIT_AND") : null;
      case BIT_OR -> OperandTypes.isInteger(type) ? call.write("BIT_OR") : null;
      case BIT_XOR -> OperandTypes.isInteger(type) ? call.write("BIT_XOR") : null;
      case ANY_VALUE -> call.write("ANY_VALUE");
      case SINGLE_VALUE -> singleValue(call);
      default -> null;
    };
  }

  /** Counts rows in which no argument is NULL. */
  private static String count(SqlAggregateCall call) {
    return switch (call.operands().size()) {
      case 0 -> call.write("COUNT", List.of("*"));
      case 1 -> call.write("COUNT");
      default -> {
        SqlAggregateCall complete =
            call.where(
                call.operands().stream()
                    .map(operand -> operand.sql() + " IS NOT NULL")
                    .collect(Collectors.joining(" AND ")));
        yield complete.write("COUNT", List.of("row(" + texts(call) + ")"));
      }
    };
  }

  /** Spreads are of doubles; DuckDB refuses NaN and infinities, of which the spread is NaN. */
  private static @Nullable String spread(SqlAggregateCall call, String function) {
    if (!isNumber(call.type(0))) {
      return null;
    }
    String number = "CAST(" + call.sql(0) + " AS DOUBLE)";
    if (OperandTypes.isExact(call.type(0))) {
      return call.write(function, List.of(number));
    }
    int least = function.endsWith("_SAMP") ? 1 : 0;
    return "CASE WHEN "
        + call.write("COUNT")
        + " > "
        + least
        + " AND "
        + call.where("NOT isfinite(" + number + ")").write("COUNT")
        + " > 0 THEN CAST('NaN' AS DOUBLE) ELSE "
        + call.where("isfinite(" + number + ")").write(function, List.of(number))
        + " END";
  }

  /** Functions of pairs of numbers, in which neither is NULL. */
  private static @Nullable String ofPairs(SqlAggregateCall call) {
    boolean numbers = isNumber(call.type(0)) && isNumber(call.type(1));
    if (!numbers || call.distinct()) {
      return null;
    }
    return call.write(
        call.function().getKind().name(),
        call.operands().stream().map(o -> "CAST(" + o.sql() + " AS DOUBLE)").toList());
  }

  /** DuckDB refuses NaN and infinities, of which the correlation is NaN, and divides by a 0. */
  private static @Nullable String correlation(SqlAggregateCall call) {
    if (!isNumber(call.type(0)) || !isNumber(call.type(1)) || call.distinct()) {
      return null;
    }
    List<String> pair =
        call.operands().stream().map(o -> "CAST(" + o.sql() + " AS DOUBLE)").toList();
    String finite = "isfinite(" + pair.get(0) + ") AND isfinite(" + pair.get(1) + ")";
    return "CASE WHEN "
        + call.where("NOT (" + finite + ")").write("COUNT", List.of("*"))
        + " > 0 THEN CAST('NaN' AS DOUBLE) ELSE nullif("
        + call.where(finite).write("corr", pair)
        + ", CAST('NaN' AS DOUBLE)) END";
  }

  /** The most frequent value, of several the first in the order; NaN is not equal to itself. */
  private static @Nullable String mode(SqlAggregateCall call) {
    return OperandTypes.isApproximate(call.orderBy().get(0).column().type())
        ? null
        : "list_aggregate(" + sorted(call, "") + ", 'mode')";
  }

  /**
   * Texts behind each other, each but the first after its own separator. DuckDB's own function
   * takes literal separators only.
   */
  private static @Nullable String joined(SqlAggregateCall call) {
    if (!OperandTypes.isText(call.type(0))) {
      return null;
    }
    SqlAggregateCall texts = call.where(call.sql(0) + " IS NOT NULL");
    String separator = call.operands().size() == 1 ? "','" : call.sql(1);
    if (call.distinct() && !sortsBy(call, call.sql(0))) {
      return null; // what is sorted by must be what is distinct
    } else if (isLiteral(separator)) {
      return texts.write("string_agg", List.of(call.sql(0), separator));
    }
    String pair = "{'t': " + call.sql(0) + ", 's': coalesce(" + separator + ", '')}";
    String pairs = (call.distinct() ? texts.sortedBy(pair) : texts).write("list", List.of(pair));
    return "substring(array_to_string(list_transform("
        + pairs
        + ", lambda p: p.s || p.t), ''), 1 + length("
        + pairs
        + "[1].s))";
  }

  private static boolean sortsBy(SqlAggregateCall call, String column) {
    return call.orderBy().stream().allMatch(key -> key.column().sql().equals(column));
  }

  private static boolean isLiteral(String sql) {
    return sql.startsWith("'") && sql.indexOf('\'', 1) == sql.length() - 1;
  }

  /** The first value in order whose share of the rows, up to it, is at least the fraction. */
  private static @Nullable String percentileDisc(SqlAggregateCall call) {
    String values = sorted(call, "");
    return values
        + "[greatest(1, CAST(ceil("
        + fraction(call)
        + " * len("
        + values
        + ")) AS BIGINT))]";
  }

  /** The value at the fraction, on the line between the two values around it. */
  private static @Nullable String percentileCont(SqlAggregateCall call) {
    if (!isNumber(call.orderBy().get(0).column().type())) {
      return null;
    }
    String values = sorted(call, "::DOUBLE");
    String position = "(" + fraction(call) + " * (len(" + values + ") - 1))";
    String below = values + "[1 + CAST(floor(" + position + ") AS BIGINT)]";
    String above = values + "[1 + CAST(ceil(" + position + ") AS BIGINT)]";
    return "CASE WHEN "
        + position
        + " = floor("
        + position
        + ") THEN "
        + below
        + " ELSE "
        + below
        + " + ("
        + position
        + " - floor("
        + position
        + ")) * ("
        + above
        + " - "
        + below
        + ") END";
  }

  private static String sorted(SqlAggregateCall call, String cast) {
    String column = call.orderBy().get(0).column().sql();
    return call.where(column + " IS NOT NULL").write("list", List.of(column + cast));
  }

  private static String fraction(SqlAggregateCall call) {
    return "CAST(" + call.unordered().write("ANY_VALUE") + " AS DOUBLE)";
  }

  private static String singleValue(SqlAggregateCall call) {
    return "CASE WHEN "
        + call.write("COUNT", List.of("*"))
        + " > 1 THEN error('"
        + LocalFunctions.MORE_THAN_ONE_ROW
        + "') ELSE "
        + call.write("FIRST")
        + " END";
  }

  private static String texts(SqlAggregateCall call) {
    return call.operands().stream()
        .map(SqlAggregateCall.Operand::sql)
        .collect(Collectors.joining(", "));
  }

  private static boolean isNumber(RelDataType type) {
    return OperandTypes.isExact(type) || OperandTypes.isApproximate(type);
  }

  private static boolean isOrdered(RelDataType type) {
    return isNumber(type)
        || OperandTypes.isText(type)
        || OperandTypes.isTemporal(type)
        || OperandTypes.isBoolean(type);
  }
}

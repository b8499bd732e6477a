/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.SqlBackend;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** What DuckDB evaluates as PostgreSQL does, and how it is written there. Immutable. */
final class LocalBackend implements SqlBackend {
  private final OperatorAllowList operators = LocalOperators.list();

  @Override
  public OperatorAllowList operators() {
    return operators;
  }

  @Override
  public List<RexNode> operands(RexCall call) {
    return LocalProducts.isProduct(call) ? LocalProducts.factors(call) : call.getOperands();
  }

  @Override
  public String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  @Override
  public Optional<String> typeName(RelDataType type) {
    return Optional.ofNullable(nameOf(type));
  }

  /** Returns whether DuckDB has the types of all columns of an expression. */
  static boolean hasTypesOf(RelNode rel) {
    return rel.getRowType().getFieldList().stream()
        .allMatch(field -> nameOf(field.getType()) != null);
  }

  static @Nullable String nameOf(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> "BOOLEAN";
      case TINYINT -> "TINYINT";
      case SMALLINT -> "SMALLINT";
      case INTEGER -> "INTEGER";
      case BIGINT -> "BIGINT";
      case REAL -> "REAL";
      case FLOAT, DOUBLE -> "DOUBLE";
      case DECIMAL -> "DECIMAL(" + type.getPrecision() + ", " + type.getScale() + ")";
      case CHAR, VARCHAR -> "VARCHAR";
      case BINARY, VARBINARY -> "BLOB";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "TIMESTAMPTZ";
      default -> null; // intervals lose their unit on the way out, nested types come later
    };
  }

  @Override
  public Optional<String> literal(RexLiteral literal) {
    RelDataType type = literal.getType();
    SqlTypeName typeName = literal.getTypeName();
    if (typeName == SqlTypeName.SYMBOL) {
      return Optional.of(String.valueOf(literal.getValue())); // read by templates only
    }
    if (SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())) {
      return Optional.of(interval(literal));
    }
    String name = nameOf(type);
    if (name == null) {
      return Optional.empty();
    }
    return switch (typeName) {
      case BOOLEAN -> Optional.of(Boolean.TRUE.equals(literal.getValue()) ? "TRUE" : "FALSE");
      case DECIMAL, DOUBLE, BIGINT, INTEGER, SMALLINT, TINYINT, REAL, FLOAT ->
          number(literal, name);
      case CHAR, VARCHAR -> text(literal);
      case BINARY, VARBINARY -> binary(literal);
      case DATE -> Optional.of("DATE '" + literal.getValueAs(DateString.class) + "'");
      case TIME -> Optional.of("TIME '" + literal.getValueAs(TimeString.class) + "'");
      case TIMESTAMP ->
          Optional.of("TIMESTAMP '" + literal.getValueAs(TimestampString.class) + "'");
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Optional.of("TIMESTAMPTZ '" + literal.getValueAs(TimestampString.class) + "+00'");
      default -> Optional.empty();
    };
  }

  private static Optional<String> number(RexLiteral literal, String typeName) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    if (value == null) {
      return Optional.empty(); // NaN and infinities are no BigDecimal
    }
    // Never bare: DuckDB would take it for an ordinal in ORDER BY, or give it a smaller type
    return Optional.of("CAST('" + value.toPlainString() + "' AS " + typeName + ")");
  }

  private static Optional<String> text(RexLiteral literal) {
    String value = literal.getValueAs(String.class);
    return value == null || value.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of("'" + value.replace("'", "''") + "'");
  }

  private static Optional<String> binary(RexLiteral literal) {
    ByteString value = literal.getValueAs(ByteString.class);
    return value == null ? Optional.empty() : Optional.of("from_hex('" + value.toString(16) + "')");
  }

  private static String interval(RexLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName());
    return "INTERVAL '" + value + "' " + (months ? "MONTH" : "MILLISECOND");
  }

  @Override
  public Optional<String> aggregate(
      AggregateCall call, List<String> operands, List<RelDataType> operandTypes) {
    String distinct = call.isDistinct() ? "DISTINCT " : "";
    if (call.getAggregation().getKind() == SqlKind.COUNT) {
      return count(distinct, operands);
    }
    String typeName = nameOf(call.getType());
    if (operands.size() != 1 || typeName == null) {
      return Optional.empty();
    }
    return function(
            call.getAggregation().getKind(), distinct + operands.get(0), operandTypes.get(0))
        .map(text -> "CAST(" + text + " AS " + typeName + ")");
  }

  private static Optional<String> count(String distinct, List<String> operands) {
    return switch (operands.size()) {
      case 0 -> Optional.of("COUNT(*)");
      case 1 -> Optional.of("COUNT(" + distinct + operands.get(0) + ")");
      default -> Optional.empty(); // counts rows without any NULL, which DuckDB does not
    };
  }

  private static Optional<String> function(SqlKind kind, String operand, RelDataType type) {
    boolean number = OperandTypes.isExact(type) || OperandTypes.isApproximate(type);
    boolean ordered = number || OperandTypes.isText(type) || OperandTypes.isTemporal(type);
    String name =
        switch (kind) {
          case SUM, SUM0 -> number ? "SUM" : null;
          case MIN -> ordered ? "MIN" : null;
          case MAX -> ordered ? "MAX" : null;
          case AVG -> OperandTypes.isApproximate(type) ? "AVG" : null;
          case ANY_VALUE -> "ANY_VALUE";
          case SINGLE_VALUE -> "ANY_VALUE";
          default -> null;
        };
    if (name == null) {
      return Optional.empty();
    }
    String call =
        name.equals("SUM")
            ? GuardedNumber.sum(operand, text -> "SUM(" + text + ")")
            : name + "(" + operand + ")";
    return switch (kind) {
      case SUM0 -> Optional.of("COALESCE(" + call + ", 0)");
      case SINGLE_VALUE -> Optional.of(singleValue(operand));
      default -> Optional.of(call);
    };
  }

  private static String singleValue(String operand) {
    return "CASE WHEN COUNT(*) > 1 THEN error('"
        + LocalFunctions.MORE_THAN_ONE_ROW
        + "') ELSE FIRST("
        + operand
        + ") END";
  }

  @Override
  public Optional<String> sortKey(String expression, RelDataType type) {
    return nameOf(type) == null ? Optional.empty() : Optional.of(expression);
  }

  @Override
  public boolean canGroupBy(RelDataType type) {
    return nameOf(type) != null;
  }

  @Override
  public boolean hasGroupingSets() {
    return true;
  }

  @Override
  public boolean canJoin(JoinRelType type, boolean equiJoin) {
    return switch (type) {
      case INNER, LEFT, RIGHT, FULL, SEMI, ANTI -> true;
      default -> false;
    };
  }

  @Override
  public boolean buildsRightSide() {
    return true;
  }
}

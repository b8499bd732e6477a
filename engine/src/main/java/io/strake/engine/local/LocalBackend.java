/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.SqlAggregateCall;
import io.strake.planner.sql.SqlBackend;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** What DuckDB evaluates as PostgreSQL does, and how it is written there. Immutable. */
final class LocalBackend implements SqlBackend {
  /** Made once, as it takes a good part of the time that a short statement is planned in. */
  private static final OperatorAllowList OPERATORS = LocalOperators.list();

  /** More would read what is kept more often than it is worth. */
  private static final int MAX_PASSES = 32;

  /** DuckDB divides groups as it divides what a join hashes, but each thread holds a part. */
  private static final int GROUPS_FACTOR = 2;

  private final long maxHashedBytes;

  /**
   * Creates a backend.
   *
   * @param maxHashedBytes what an operator may hash at a time; one that hashes more takes several
   *     passes
   */
  LocalBackend(long maxHashedBytes) {
    this.maxHashedBytes = maxHashedBytes;
  }

  @Override
  public OperatorAllowList operators(RelDataTypeSystem types) {
    return OPERATORS;
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
      case ARRAY -> arrayOf(type.getComponentType());
      default -> null; // intervals lose their unit on the way out
    };
  }

  private static @Nullable String arrayOf(@Nullable RelDataType component) {
    String name = component == null ? null : nameOf(component);
    return name == null ? null : name + "[]";
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
    if (literal.getValue() instanceof Double special && !Double.isFinite(special)) {
      return Optional.of("CAST('" + special + "' AS " + typeName + ")"); // NaN, Infinity
    }
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    if (value == null) {
      return Optional.empty();
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
  public Optional<String> aggregate(SqlAggregateCall call) {
    return LocalAggregates.write(call);
  }

  @Override
  public Optional<String> sortKey(String expression, RelDataType type) {
    return canGroupBy(type) ? Optional.of(expression) : Optional.empty();
  }

  @Override
  public boolean canGroupBy(RelDataType type) {
    return nameOf(type) != null && type.getSqlTypeName() != SqlTypeName.ARRAY;
  }

  @Override
  public boolean hasLateral() {
    return true;
  }

  @Override
  public boolean hasUnnest() {
    return true;
  }

  @Override
  public String unnest(List<String> arrays, boolean ordinality) {
    List<String> items = new ArrayList<>();
    arrays.forEach(array -> items.add("unnest(" + array + ")"));
    if (ordinality) {
      List<String> lengths =
          arrays.stream().map(array -> "coalesce(len(" + array + "), 0)").toList();
      items.add("unnest(range(1, 1 + greatest(" + String.join(", ", lengths) + ")))");
    }
    return "SELECT " + String.join(", ", items);
  }

  @Override
  public boolean hasGroupingSets(RelDataTypeSystem types) {
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

  @Override
  public int passes(RelNode rel) {
    int factor = rel instanceof Join ? 1 : GROUPS_FACTOR;
    double passes = Math.ceil(factor * LocalMemory.hashedBytes(rel) / maxHashedBytes);
    return Double.isFinite(passes) ? (int) Math.max(1, Math.min(MAX_PASSES, passes)) : 1;
  }

  /** Takes bits of the hash that DuckDB's own hash tables and partitions do not look at. */
  @Override
  public String pass(List<String> keys, int passes) {
    return "(hash(" + String.join(", ", keys) + ") >> 32) % " + passes;
  }
}

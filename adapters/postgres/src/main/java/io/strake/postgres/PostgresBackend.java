/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static java.util.Objects.requireNonNull;

import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.SqlAggregateCall;
import io.strake.planner.sql.SqlBackend;
import io.strake.planner.sql.SqlRel;
import io.strake.planner.sql.SqlRenderer;
import io.strake.planner.sql.SqlTemplate;
import io.strake.planner.type.StrakeTypeSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What PostgreSQL evaluates with exactly our semantics, and how it writes it.
 *
 * <p>Texts are equal if their bytes are (scans give columns of other collations byte order) and are
 * sorted and compared under {@code COLLATE "C"}. Immutable.
 */
final class PostgresBackend implements SqlBackend {
  static final PostgresBackend INSTANCE = new PostgresBackend();

  private final OperatorAllowList operators = PostgresOperators.list(true);
  private final OperatorAllowList stockOperators = PostgresOperators.list(false);

  private PostgresBackend() {}

  /** Returns an identifier in quotes. */
  static String quoteIdentifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Returns the statement of a tree, whose columns arrive as we decode them. */
  static SqlTemplate statement(SqlRel root) {
    return new SqlRenderer(INSTANCE, root.getCluster().getRexBuilder())
        .statement(root, PostgresBackend::output);
  }

  /** Returns the statement of the rows of a tree with some keys; empty if there is none. */
  static Optional<SqlTemplate> lookup(SqlRel root, List<Integer> key) {
    return new SqlRenderer(INSTANCE, root.getCluster().getRexBuilder())
        .lookup(root, key, PostgresBackend::output);
  }

  /** Returns a result column cast so that its binary form is the one that we decode. */
  static String output(String expression, RelDataType type) {
    return expression + "::" + outputType(type);
  }

  private static String outputType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case NULL -> "text";
      case ARRAY -> outputType(requireNonNull(type.getComponentType(), "component")) + "[]";
      case DECIMAL -> "numeric"; // its scale is checked, not rounded, when it is decoded
      default ->
          INSTANCE
              .typeName(type)
              .orElseThrow(() -> new AssertionError("the rules let through " + type));
    };
  }

  /** Returns whether a result column may have a type. */
  static boolean hasOutput(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case NULL -> true;
      case ARRAY -> hasOutput(requireNonNull(type.getComponentType(), "component"));
      default -> INSTANCE.typeName(type).isPresent();
    };
  }

  @Override
  public OperatorAllowList operators(RelDataTypeSystem types) {
    return types instanceof StrakeTypeSystem ? operators : stockOperators;
  }

  @Override
  public String identifier(String name) {
    return quoteIdentifier(name);
  }

  @Override
  public Optional<String> typeName(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Optional.of("boolean");
      case SMALLINT -> Optional.of("smallint");
      case INTEGER -> Optional.of("integer");
      case BIGINT -> Optional.of("bigint");
      case REAL -> Optional.of("real");
      case FLOAT, DOUBLE -> Optional.of("double precision");
      case DECIMAL -> Optional.of("numeric(" + type.getPrecision() + ", " + type.getScale() + ")");
      case CHAR, VARCHAR -> Optional.of("text");
      case BINARY, VARBINARY -> Optional.of("bytea");
      case DATE -> Optional.of("date");
      case TIME -> Optional.of("time");
      case TIMESTAMP -> Optional.of("timestamp");
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Optional.of("timestamptz");
      default -> Optional.empty();
    };
  }

  @Override
  public Optional<String> literal(RexLiteral literal) {
    return PostgresLiterals.write(literal);
  }

  @Override
  public Optional<String> aggregate(SqlAggregateCall call) {
    return PostgresAggregates.write(call);
  }

  @Override
  public Optional<String> sortKey(String expression, RelDataType type) {
    if (SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName())) {
      return Optional.of(PostgresCollations.codePoints(expression));
    }
    return canGroupBy(type) ? Optional.of(expression) : Optional.empty();
  }

  @Override
  public boolean canGroupBy(RelDataType type) {
    return typeName(type).isPresent();
  }

  @Override
  public String in(String operand, List<String> values, RelDataType type) {
    return SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName())
        ? PostgresCollations.in(operand, values)
        : SqlBackend.super.in(operand, values, type);
  }

  @Override
  public Optional<String> among(
      List<String> columns, List<RelDataType> types, List<String> arrays) {
    if (!types.stream().allMatch(KeyArrays::isKey)) {
      return Optional.empty();
    } else if (columns.size() > 1) {
      return Optional.of(amongRows(columns, arrays));
    }
    String column = columns.get(0);
    return Optional.of(
        SqlTypeName.CHAR_TYPES.contains(types.get(0).getSqlTypeName())
            ? PostgresCollations.among(column, arrays.get(0))
            : "(" + column + " = ANY (" + arrays.get(0) + "))");
  }

  /** A semi-join, for which the server can go through an index on all the columns. */
  private static String amongRows(List<String> columns, List<String> arrays) {
    List<String> names = new ArrayList<>();
    List<String> equalities = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      names.add("k" + i);
      equalities.add(columns.get(i) + " = k.k" + i);
    }
    return "EXISTS (SELECT FROM unnest("
        + String.join(", ", arrays)
        + ") AS k ("
        + String.join(", ", names)
        + ") WHERE "
        + String.join(" AND ", equalities)
        + ")";
  }

  /**
   * Stock Calcite would make grouping sets of each COUNT(DISTINCT), with a rest of its own on top.
   */
  @Override
  public boolean hasGroupingSets(RelDataTypeSystem types) {
    return types instanceof StrakeTypeSystem;
  }

  /** A full join has to be one that the server can hash or merge. */
  @Override
  public boolean canJoin(JoinRelType type, boolean equiJoin) {
    return switch (type) {
      case INNER, LEFT, RIGHT, SEMI, ANTI -> true;
      case FULL -> equiJoin;
      default -> false;
    };
  }
}

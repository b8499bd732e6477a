/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Declared type of a column.
 *
 * @param name kind of type, one of those that JSON values are decoded into
 * @param precision declared precision or length, -1 if none is declared
 * @param scale declared scale; 0 if none is declared
 */
public record ColumnType(SqlTypeName name, int precision, int scale) {
  /** Precision of a type that declares none. */
  public static final int UNDECLARED = -1;

  private static final Set<SqlTypeName> SUPPORTED =
      EnumSet.of(
          SqlTypeName.BOOLEAN,
          SqlTypeName.TINYINT,
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.REAL,
          SqlTypeName.FLOAT,
          SqlTypeName.DOUBLE,
          SqlTypeName.DECIMAL,
          SqlTypeName.VARCHAR,
          SqlTypeName.DATE,
          SqlTypeName.TIME,
          SqlTypeName.TIMESTAMP,
          SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  private static final Set<SqlTypeName> TEMPORAL =
      EnumSet.of(
          SqlTypeName.TIME, SqlTypeName.TIMESTAMP, SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  /** Returns the type that a text such as {@code DECIMAL(12,4)} names; empty if there is none. */
  public static Optional<ColumnType> parse(String text) {
    return parseSpec(text)
        .filter(spec -> spec.getTypeNameSpec() instanceof SqlBasicTypeNameSpec)
        .flatMap(spec -> of((SqlBasicTypeNameSpec) spec.getTypeNameSpec()))
        .filter(ColumnType::isWithinLimits);
  }

  /** Returns the SQL type, not nullable. */
  public RelDataType toRelDataType(RelDataTypeFactory factory) {
    if (name == SqlTypeName.DECIMAL) {
      return factory.createSqlType(name, decimalPrecision(), scale);
    }
    if (TEMPORAL.contains(name)) {
      // Stock Calcite would take a plain TIMESTAMP for whole seconds; its own maximum still applies
      return factory.createSqlType(
          name, precision == UNDECLARED ? StrakeTypeSystem.TIME_PRECISION : precision);
    }
    return precision == UNDECLARED
        ? factory.createSqlType(name)
        : factory.createSqlType(name, precision);
  }

  /** Returns the number of digits of a decimal. */
  public int decimalPrecision() {
    return precision == UNDECLARED ? StrakeTypeSystem.MAX_DECIMAL_PRECISION : precision;
  }

  /** Returns the number of digits of a fraction of a second. */
  public int timePrecision() {
    return precision == UNDECLARED ? StrakeTypeSystem.TIME_PRECISION : precision;
  }

  /** Returns the type as SQL has it. */
  @Override
  public String toString() {
    String text = name.getName().replace('_', ' ');
    if (precision == UNDECLARED) {
      return text;
    }
    return name == SqlTypeName.DECIMAL
        ? text + "(" + precision + ", " + scale + ")"
        : text + "(" + precision + ")";
  }

  private static Optional<SqlDataTypeSpec> parseSpec(String text) {
    try {
      SqlNode node =
          SqlParser.create(
                  "CAST(NULL AS " + text + ")",
                  SqlParser.config().withUnquotedCasing(Casing.TO_UPPER))
              .parseExpression();
      return node.getKind() == SqlKind.CAST
              && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec spec
          ? Optional.of(spec)
          : Optional.empty();
    } catch (SqlParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<ColumnType> of(SqlBasicTypeNameSpec spec) {
    String name = spec.getTypeName().getSimple();
    return SUPPORTED.stream()
        .filter(supported -> supported.name().equals(name))
        .findFirst()
        .map(type -> new ColumnType(type, spec.getPrecision(), Math.max(0, spec.getScale())));
  }

  private boolean isWithinLimits() {
    if (name == SqlTypeName.DECIMAL) {
      return precision <= StrakeTypeSystem.MAX_DECIMAL_PRECISION && scale <= decimalPrecision();
    }
    return !TEMPORAL.contains(name) || precision <= StrakeTypeSystem.TIME_PRECISION;
  }
}

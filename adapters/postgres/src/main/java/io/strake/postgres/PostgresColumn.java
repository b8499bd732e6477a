/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A column of a table as we see it.
 *
 * @param name name, any characters
 * @param type our type
 * @param precision digits or length; {@link RelDataType#PRECISION_NOT_SPECIFIED} for none
 * @param scale digits behind the point of a decimal; else 0
 * @param nullable whether it may be NULL
 * @param cast type to cast to so that the server has exactly our type; empty if it has
 * @param equality how the server compares texts of the column
 */
record PostgresColumn(
    String name,
    SqlTypeName type,
    int precision,
    int scale,
    boolean nullable,
    String cast,
    Equality equality) {

  /** How the server compares texts of a column. */
  enum Equality {
    /** By their bytes, in no collation or one that gives way to others. */
    BYTES,

    /** By their bytes, in a collation that may clash with that of another column. */
    OWN_COLLATION,

    /** In a collation that takes some different texts for equal. */
    LOOSE
  }

  /** Returns the column of a table alias as an SQL expression. */
  String sql(String alias) {
    String expression = alias + "." + PostgresBackend.quoteIdentifier(name);
    if (!cast.isEmpty()) {
      expression += "::" + cast;
    }
    return switch (equality) {
      case BYTES -> expression;
      case OWN_COLLATION -> PostgresCollations.column(expression, true);
      case LOOSE -> PostgresCollations.column(expression, false);
    };
  }

  /** Returns the type with nullability, made by the given factory. */
  RelDataType toRelDataType(RelDataTypeFactory factory) {
    RelDataType notNull =
        type == SqlTypeName.DECIMAL
            ? decimal(factory)
            : precision == RelDataType.PRECISION_NOT_SPECIFIED
                ? factory.createSqlType(type)
                : factory.createSqlType(type, precision);
    return factory.createTypeWithNullability(notNull, nullable);
  }

  /**
   * Stock Calcite declares 19 digits at most; the values keep all of theirs even then, because they
   * travel as 128 bits.
   */
  private RelDataType decimal(RelDataTypeFactory factory) {
    int maxPrecision = factory.getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
    int maxScale = factory.getTypeSystem().getMaxScale(SqlTypeName.DECIMAL);
    return factory.createSqlType(
        SqlTypeName.DECIMAL, Math.min(precision, maxPrecision), Math.min(scale, maxScale));
  }
}

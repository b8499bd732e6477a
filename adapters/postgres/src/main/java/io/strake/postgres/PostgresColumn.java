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
 * @param type our type, of the items if it is an array
 * @param precision digits or length; {@link RelDataType#PRECISION_NOT_SPECIFIED} for none
 * @param scale digits behind the point of a decimal; else 0
 * @param nullable whether it may be NULL
 * @param cast type to cast to so that the server has exactly our type; empty if it has
 * @param equality how the server compares texts of the column
 * @param array whether its values are arrays of one dimension
 */
record PostgresColumn(
    String name,
    SqlTypeName type,
    int precision,
    int scale,
    boolean nullable,
    String cast,
    Equality equality,
    boolean array) {

  /** How the server compares texts of a column. */
  enum Equality {
    /** By their bytes, in no collation or one that gives way to others. */
    BYTES,

    /** By their bytes, in a collation that may clash with that of another column. */
    OWN_COLLATION,

    /** In a collation that takes some different texts for equal. */
    LOOSE
  }

  /** Creates a column that is no array. */
  PostgresColumn(
      String name,
      SqlTypeName type,
      int precision,
      int scale,
      boolean nullable,
      String cast,
      Equality equality) {
    this(name, type, precision, scale, nullable, cast, equality, false);
  }

  /** Returns a column of arrays of the items that this one has; any of them may be NULL. */
  PostgresColumn toArray(boolean arrayNullable) {
    return new PostgresColumn(
        name, type, precision, scale, arrayNullable, cast + "[]", Equality.BYTES, true);
  }

  /** Returns the column written as {@link NamedType} knows it, with the name of its type. */
  PostgresColumn ofNamedType(String typeName) {
    boolean isText = equality == Equality.BYTES && type == SqlTypeName.VARCHAR && !array;
    return isText
        ? new PostgresColumn(name, type, precision, scale, nullable, typeName + "::text", equality)
        : this;
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
    if (array) {
      RelDataType item = factory.createTypeWithNullability(plain(factory), true);
      return factory.createTypeWithNullability(factory.createArrayType(item, -1), nullable);
    }
    return factory.createTypeWithNullability(plain(factory), nullable);
  }

  private RelDataType plain(RelDataTypeFactory factory) {
    if (type == SqlTypeName.DECIMAL) {
      return decimal(factory);
    }
    return precision == RelDataType.PRECISION_NOT_SPECIFIED
        ? factory.createSqlType(type)
        : factory.createSqlType(type, precision);
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

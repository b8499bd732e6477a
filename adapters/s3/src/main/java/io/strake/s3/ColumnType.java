/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * SQL type of a column, independent of a type factory. Immutable.
 *
 * @param name type
 * @param precision number of digits of a decimal; 0 for other types
 * @param scale digits behind the point of a decimal; 0 for other types
 */
public record ColumnType(SqlTypeName name, int precision, int scale) {
  private static final Pattern DECIMAL =
      Pattern.compile("(?:decimal|numeric)\\s*\\(\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\)");

  static ColumnType of(SqlTypeName name) {
    return new ColumnType(name, 0, 0);
  }

  static Optional<ColumnType> parse(String text) {
    String lower = text.trim().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL.matcher(lower);
    if (decimal.matches()) {
      int precision = Integer.parseInt(decimal.group(1));
      int scale = decimal.group(2) == null ? 0 : Integer.parseInt(decimal.group(2));
      boolean valid =
          precision >= 1
              && precision <= StrakeTypeSystem.MAX_DECIMAL_PRECISION
              && scale <= precision;
      return valid
          ? Optional.of(new ColumnType(SqlTypeName.DECIMAL, precision, scale))
          : Optional.empty();
    }
    return switch (lower) {
      case "boolean", "bool" -> Optional.of(of(SqlTypeName.BOOLEAN));
      case "tinyint" -> Optional.of(of(SqlTypeName.TINYINT));
      case "smallint" -> Optional.of(of(SqlTypeName.SMALLINT));
      case "integer", "int" -> Optional.of(of(SqlTypeName.INTEGER));
      case "bigint" -> Optional.of(of(SqlTypeName.BIGINT));
      case "real" -> Optional.of(of(SqlTypeName.REAL));
      case "double", "double precision", "float" -> Optional.of(of(SqlTypeName.DOUBLE));
      case "varchar", "text", "string" -> Optional.of(of(SqlTypeName.VARCHAR));
      case "date" -> Optional.of(of(SqlTypeName.DATE));
      case "time" -> Optional.of(of(SqlTypeName.TIME));
      case "timestamp" -> Optional.of(of(SqlTypeName.TIMESTAMP));
      case "timestamptz" -> Optional.of(of(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE));
      default -> Optional.empty();
    };
  }

  RelDataType toRelDataType(RelDataTypeFactory factory, boolean nullable) {
    RelDataType type =
        switch (name) {
          case DECIMAL -> factory.createSqlType(name, precision, scale);
          case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
              factory.createSqlType(
                  name,
                  Math.min(
                      StrakeTypeSystem.TIME_PRECISION,
                      factory.getTypeSystem().getMaxPrecision(name)));
          default -> factory.createSqlType(name);
        };
    return factory.createTypeWithNullability(type, nullable);
  }

  /** Returns whether the values have a fixed, small width. */
  boolean isNarrow() {
    return switch (name) {
      case VARCHAR, VARBINARY, DECIMAL -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return name == SqlTypeName.DECIMAL ? "DECIMAL(" + precision + ", " + scale + ")" : name.name();
  }
}

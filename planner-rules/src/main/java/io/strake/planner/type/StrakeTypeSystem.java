/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.type;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Type system of Strake.
 *
 * <p>Decimals have up to 38 digits, as Arrow's Decimal128 and DuckDB have; times and timestamps
 * have microseconds; sums and averages have the types that PostgreSQL gives them, with its
 * unbounded {@code numeric} bounded at 38 digits. Immutable.
 */
public final class StrakeTypeSystem extends RelDataTypeSystemImpl {
  /** The only instance. */
  public static final StrakeTypeSystem INSTANCE = new StrakeTypeSystem();

  /** Largest number of digits of a decimal, and largest scale. */
  public static final int MAX_DECIMAL_PRECISION = 38;

  /** Digits behind the point of an average or quotient: PostgreSQL's NUMERIC_MIN_SIG_DIGITS. */
  public static final int MIN_QUOTIENT_SCALE = 16;

  /** Digits of a fraction of a second. */
  public static final int TIME_PRECISION = 6;

  private StrakeTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> MAX_DECIMAL_PRECISION;
      case TIME,
          TIME_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP_TZ ->
          TIME_PRECISION;
      default -> super.getMaxPrecision(typeName);
    };
  }

  @Override
  public int getDefaultPrecision(SqlTypeName typeName) {
    return switch (typeName) {
      case DECIMAL -> MAX_DECIMAL_PRECISION;
      case TIME,
          TIME_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          TIMESTAMP_TZ ->
          TIME_PRECISION;
      default -> super.getDefaultPrecision(typeName);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName typeName) {
    return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL_PRECISION : super.getMaxScale(typeName);
  }

  @Override
  @SuppressWarnings("deprecation") // Calcite itself still asks these two
  public int getMaxNumericPrecision() {
    return MAX_DECIMAL_PRECISION;
  }

  @Override
  @SuppressWarnings("deprecation")
  public int getMaxNumericScale() {
    return MAX_DECIMAL_PRECISION;
  }

  /** PostgreSQL rounds a decimal that loses digits half away from zero; Calcite cuts them off. */
  @Override
  public RoundingMode roundingMode() {
    return RoundingMode.HALF_UP;
  }

  /** CASE over CHAR literals of unequal lengths is VARCHAR: PostgreSQL pads nothing there. */
  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }

  @Override
  public RelDataType deriveSumType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType type =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER -> typeFactory.createSqlType(SqlTypeName.BIGINT);
          case BIGINT -> typeFactory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, 0);
          case DECIMAL ->
              typeFactory.createSqlType(
                  SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, argumentType.getScale());
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(type, argumentType.isNullable());
  }

  @Override
  public RelDataType deriveAvgAggType(RelDataTypeFactory typeFactory, RelDataType argumentType) {
    RelDataType type =
        switch (argumentType.getSqlTypeName()) {
          case TINYINT, SMALLINT, INTEGER, BIGINT ->
              typeFactory.createSqlType(
                  SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, MIN_QUOTIENT_SCALE);
          case DECIMAL ->
              typeFactory.createSqlType(
                  SqlTypeName.DECIMAL,
                  MAX_DECIMAL_PRECISION,
                  Math.max(MIN_QUOTIENT_SCALE, argumentType.getScale()));
          case REAL, FLOAT, DOUBLE -> typeFactory.createSqlType(SqlTypeName.DOUBLE);
          default -> argumentType;
        };
    return typeFactory.createTypeWithNullability(type, argumentType.isNullable());
  }

  /** Regression and covariance are functions of doubles. */
  @Override
  public RelDataType deriveCovarType(
      RelDataTypeFactory typeFactory, RelDataType arg0Type, RelDataType arg1Type) {
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(SqlTypeName.DOUBLE),
        arg0Type.isNullable() || arg1Type.isNullable());
  }

  /**
   * Returns the type of a quotient of two exact numbers, at least one a decimal: 38 digits, of
   * which at least {@value #MIN_QUOTIENT_SCALE} behind the point; null if an operand is
   * approximate.
   */
  @Override
  public @Nullable RelDataType deriveDecimalDivideType(
      RelDataTypeFactory typeFactory, RelDataType type1, RelDataType type2) {
    RelDataType derived = super.deriveDecimalDivideType(typeFactory, type1, type2);
    if (derived == null) {
      return null;
    }
    int scale = Math.max(MIN_QUOTIENT_SCALE, Math.max(scale(type1), scale(type2)));
    return typeFactory.createTypeWithNullability(
        typeFactory.createSqlType(
            SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, Math.min(scale, MAX_DECIMAL_PRECISION)),
        derived.isNullable());
  }

  private static int scale(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL ? type.getScale() : 0;
  }
}

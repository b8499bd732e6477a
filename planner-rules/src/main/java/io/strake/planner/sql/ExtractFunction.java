/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexCallBinding;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlExtractFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * EXTRACT with PostgreSQL's results: the units that have a fraction are decimals, where Calcite's
 * own function cuts the fraction off.
 */
final class ExtractFunction extends SqlExtractFunction {
  private static final int MICROSECOND_SCALE = 6;
  private static final int MILLISECOND_SCALE = 3;

  /** Digits that seconds since 1970 of any timestamp have, with microseconds. */
  private static final int EPOCH_PRECISION = 20;

  ExtractFunction() {
    super("EXTRACT", false);
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    TimeUnitRange unit = unit(binding);
    RelDataType type =
        switch (unit == null ? TimeUnitRange.YEAR : unit) {
          case SECOND ->
              factory.createSqlType(SqlTypeName.DECIMAL, 2 + MICROSECOND_SCALE, MICROSECOND_SCALE);
          case MILLISECOND ->
              factory.createSqlType(SqlTypeName.DECIMAL, 2 + MICROSECOND_SCALE, MILLISECOND_SCALE);
          case EPOCH ->
              factory.createSqlType(SqlTypeName.DECIMAL, EPOCH_PRECISION, MICROSECOND_SCALE);
          default -> factory.createSqlType(SqlTypeName.BIGINT);
        };
    return factory.createTypeWithNullability(type, binding.getOperandType(1).isNullable());
  }

  private static @Nullable TimeUnitRange unit(SqlOperatorBinding binding) {
    if (binding instanceof SqlCallBinding call
        && call.operand(0) instanceof SqlIntervalQualifier qualifier) {
      return qualifier.timeUnitRange;
    } else if (binding instanceof RexCallBinding call
        && call.operands().get(0) instanceof RexLiteral literal) {
      return literal.getValueAs(TimeUnitRange.class);
    }
    return null;
  }
}

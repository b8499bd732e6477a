/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/**
 * Implicit casts as Calcite has them, except that an approximate and an exact number are compared
 * as doubles, as in PostgreSQL. Calcite would compare with a REAL as REAL, which makes numbers
 * equal that are not.
 */
final class ExactTypeCoercion extends TypeCoercionImpl {
  ExactTypeCoercion(RelDataTypeFactory types, SqlValidator validator) {
    super(types, validator);
  }

  @Override
  public @Nullable RelDataType commonTypeForBinaryComparison(
      @Nullable RelDataType left, @Nullable RelDataType right) {
    if (left == null || right == null) {
      return null;
    }
    boolean isMixed =
        (SqlTypeUtil.isApproximateNumeric(left) && SqlTypeUtil.isExactNumeric(right))
            || (SqlTypeUtil.isExactNumeric(left) && SqlTypeUtil.isApproximateNumeric(right));
    return isMixed
        ? factory.createTypeWithNullability(
            factory.createSqlType(SqlTypeName.DOUBLE), left.isNullable() || right.isNullable())
        : super.commonTypeForBinaryComparison(left, right);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.LocalArithmetic.castTo;
import static io.strake.engine.local.LocalArithmetic.scale;

import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rex.RexCall;

/** The exact quotient of two decimals, which DuckDB would give as a double. */
final class DecimalDivision {
  private DecimalDivision() {}

  /**
   * Writes a quotient exactly: both operands as unscaled integers of 128 bits, the dividend scaled
   * up so that the quotient has the digits of the result.
   */
  static String write(RexCall call, List<String> sql) {
    int leftScale = scale(call.getOperands().get(0).getType());
    int rightScale = scale(call.getOperands().get(1).getType());
    int resultScale = scale(call.getType());
    int shift = resultScale + rightScale - leftScale;
    String dividend = unscaled(sql.get(0), leftScale);
    String divisor = unscaled(sql.get(1), rightScale);
    if (shift >= 0) {
      dividend = "(" + dividend + " * " + powerOfTen(shift) + ")";
    } else {
      divisor = "(" + divisor + " * " + powerOfTen(-shift) + ")";
    }
    String quotient = "CAST(strake_ddiv(" + dividend + ", " + divisor + ") AS DECIMAL(38, 0))";
    String unit = "CAST('" + BigDecimal.ONE.movePointLeft(resultScale).toPlainString() + "' AS ";
    return castTo(call, "(" + quotient + " * " + unit + "DECIMAL(38, " + resultScale + ")))");
  }

  /** Writes a decimal as the integer that its digits make; whole part and fraction apart. */
  private static String unscaled(String sql, int scale) {
    if (scale == 0) {
      return "CAST(" + sql + " AS HUGEINT)";
    }
    return "strake_unscaled(CAST("
        + sql
        + " AS DECIMAL(38, "
        + scale
        + ")), "
        + powerOfTen(scale)
        + ")";
  }

  private static String powerOfTen(int exponent) {
    return "CAST('" + BigDecimal.ONE.movePointRight(exponent).toPlainString() + "' AS HUGEINT)";
  }
}

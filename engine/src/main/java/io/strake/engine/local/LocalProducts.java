/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.OperandTypes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Products of decimals, exact and yet mostly in 64 bits.
 *
 * <p>DuckDB multiplies 128 bits several times slower than 64, but in 64 bits a product of more than
 * 18 digits is an error. So a product whose type needs more is written twice, and each row takes
 * the narrow way if its factors are small enough for that:
 *
 * <pre>
 *   CASE WHEN abs(price) <= 9999999 AND abs(rate) <= 9999999 THEN price * rate ELSE wide END
 * </pre>
 *
 * <p>Asking after an overflow instead (TRY) would cost an exception per row of large values. Sums
 * of products take another form, see {@link NarrowSums}.
 */
final class LocalProducts {
  /** Most digits of a decimal in 64 bits. */
  static final int NARROW_DIGITS = 18;

  /** Digits before the point of the factors that are rates and counts next to an amount. */
  static final int SMALL_FACTOR = 2;

  /** Digits before the point that each factor must be able to have on average. */
  private static final int MIN_DIGITS = 4;

  private static final int MAX_FACTORS = 3;

  private LocalProducts() {}

  /** Returns the operands of a product of decimals, those of products among them in their place. */
  static List<RexNode> factors(RexCall product) {
    List<RexNode> factors = new ArrayList<>();
    for (RexNode operand : product.getOperands()) {
      if (isProduct(operand)) {
        factors.addAll(factors((RexCall) operand));
      } else {
        factors.add(operand);
      }
    }
    return factors;
  }

  /** Returns whether an expression is a product of exact numbers that is a decimal. */
  static boolean isProduct(RexNode node) {
    return node.getKind() == SqlKind.TIMES
        && OperandTypes.isDecimal(node.getType())
        && OperandTypes.all(OperandTypes::isExact).test((RexCall) node);
  }

  /** Returns whether an expression is a product that may need more than 64 bits. */
  static boolean isWide(RexNode node) {
    return isProduct(node) && node.getType().getPrecision() > NARROW_DIGITS;
  }

  /** Returns whether all values of a type of exact numbers are multiplied in 64 bits. */
  static boolean isNarrowFactor(RelDataType type) {
    return OperandTypes.isDecimal(type)
        ? type.getPrecision() <= NARROW_DIGITS
        : type.getSqlTypeName() != SqlTypeName.BIGINT;
  }

  /** Returns the digits behind the point of an exact number. */
  static int scale(RelDataType type) {
    return OperandTypes.isDecimal(type) ? type.getScale() : 0;
  }

  /** Writes a product of {@link #factors} that have been written already. */
  static String write(RexCall product, List<String> sql) {
    List<Factor> factors = new ArrayList<>();
    Iterator<String> texts = sql.iterator();
    factors(product).forEach(node -> factors.add(new Factor(texts.next(), node.getType())));
    String wide = wide(product, sql.iterator());
    List<String> conditions = isWide(product) ? conditions(factors) : List.of();
    return conditions.isEmpty() ? wide : guarded(conditions, narrow(product, sql.iterator()), wide);
  }

  /** One branch for each condition: as a disjunction they would take several times as long. */
  private static String guarded(List<String> conditions, String narrow, String wide) {
    StringBuilder text = new StringBuilder("CASE");
    conditions.forEach(
        condition -> text.append(" WHEN ").append(condition).append(" THEN ").append(narrow));
    return text.append(" ELSE ").append(wide).append(" END").toString();
  }

  private static String wide(RexNode node, Iterator<String> sql) {
    if (!isProduct(node)) {
      return sql.next();
    }
    RexNode first = ((RexCall) node).getOperands().get(0);
    RexNode second = ((RexCall) node).getOperands().get(1);
    String left = wide(first, sql);
    if (node.getType().getPrecision() > NARROW_DIGITS) {
      left = "CAST(" + left + " AS DECIMAL(38, " + scale(first.getType()) + "))";
    }
    String right = wide(second, sql);
    return "CAST((" + left + " * " + right + ") AS " + LocalBackend.nameOf(node.getType()) + ")";
  }

  private static String narrow(RexNode node, Iterator<String> sql) {
    if (!isProduct(node)) {
      return sql.next();
    }
    List<RexNode> operands = ((RexCall) node).getOperands();
    return "(" + narrow(operands.get(0), sql) + " * " + narrow(operands.get(1), sql) + ")";
  }

  /** Returns when a product fits 64 bits, the likely case first; empty for never or always. */
  private static List<String> conditions(List<Factor> factors) {
    int count = factors.size();
    int scale = factors.stream().mapToInt(factor -> scale(factor.type)).sum();
    int digits = factors.stream().mapToInt(factor -> factor.type.getPrecision()).sum();
    int available = NARROW_DIGITS - scale; // before the point, in all factors together
    if (count > MAX_FACTORS
        || available < MIN_DIGITS * count
        || digits <= NARROW_DIGITS
        || !factors.stream().allMatch(factor -> isNarrowFactor(factor.type))) {
      return List.of();
    }
    List<String> conditions = new ArrayList<>();
    if (count == 2) {
      conditions.add(condition(factors, -1, 0, available / count));
    }
    for (int large = 0; large < count; large++) {
      int rest = available - SMALL_FACTOR * (count - 1);
      conditions.add(condition(factors, large, rest, SMALL_FACTOR));
    }
    return conditions;
  }

  private static String condition(List<Factor> factors, int large, int largeDigits, int digits) {
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      factors.get(i).addBound(i == large ? largeDigits : digits, terms);
    }
    return "(" + String.join(" AND ", terms) + ")";
  }

  /**
   * A factor.
   *
   * @param sql text
   * @param type type
   */
  private record Factor(String sql, RelDataType type) {
    /** Adds that the factor has so many digits before the point, unless its type says so. */
    void addBound(int digits, List<String> terms) {
      if (digits < type.getPrecision() - scale(type)) {
        String type = LocalBackend.nameOf(this.type);
        String bound = "CAST('" + "9".repeat(digits) + "' AS " + type + ")";
        terms.add(
            OperandTypes.isDecimal(this.type)
                ? "abs(" + sql + ") <= " + bound
                : sql + " BETWEEN -" + bound + " AND " + bound); // the least integer has no abs
      }
    }
  }
}

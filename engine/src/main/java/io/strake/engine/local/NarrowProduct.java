/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.LocalProducts.NARROW_DIGITS;
import static io.strake.engine.local.LocalProducts.SMALL_FACTOR;

import io.strake.planner.sql.OperandTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Product of two numbers of 18 digits at most that is NULL where it has more:
 *
 * <pre>
 *   CASE WHEN abs(rate) &lt;= 9999.99 THEN price * rate
 *        WHEN abs(price) &lt;= 9999999.99 AND abs(rate) &lt;= 9999999.99 THEN price * rate END
 * </pre>
 *
 * <p>Bounds with m and n digits are enough if m + n is 18, since each is less than a power of ten.
 */
final class NarrowProduct {
  /** Digits before the point that a product must be able to have. */
  private static final int MIN_DIGITS = 6;

  private final RexBuilder rexBuilder;
  private final Factor left;
  private final Factor right;

  private NarrowProduct(RexBuilder rexBuilder, RexNode left, RexNode right) {
    this.rexBuilder = rexBuilder;
    this.left = new Factor(left);
    this.right = new Factor(right);
  }

  /** Returns whether 18 digits leave some before the point, none of which the type cuts off. */
  static boolean hasRoom(RexCall product) {
    int scale =
        product.getOperands().stream()
            .mapToInt(operand -> LocalProducts.scale(operand.getType()))
            .sum();
    return product.getType().getScale() == scale && NARROW_DIGITS - scale >= MIN_DIGITS;
  }

  /** Returns the product of two factors that {@link #hasRoom}. */
  static RexNode of(RexBuilder rexBuilder, RexNode left, RexNode right) {
    return new NarrowProduct(rexBuilder, left, right).product();
  }

  private RexNode product() {
    RelDataTypeFactory types = rexBuilder.getTypeFactory();
    RelDataType type =
        types.createTypeWithNullability(
            types.createSqlType(SqlTypeName.DECIMAL, NARROW_DIGITS, left.scale() + right.scale()),
            true);
    RexNode product =
        rexBuilder.makeCall(type, SqlStdOperatorTable.MULTIPLY, List.of(left.node, right.node));
    List<RexNode> branches = new ArrayList<>();
    for (Bounds bounds : alternatives()) {
      branches.add(condition(bounds));
      branches.add(product);
    }
    branches.add(rexBuilder.makeNullLiteral(type));
    return rexBuilder.makeCall(type, SqlStdOperatorTable.CASE, branches);
  }

  /** Returns the cases in which the product fits, those first that are cheap and likely. */
  private List<Bounds> alternatives() {
    int room = NARROW_DIGITS - left.scale() - right.scale();
    int half = left.scale() + room / 2;
    Bounds balanced = new Bounds(half, NARROW_DIGITS - half, SMALL_FACTOR);
    Bounds smallLeft = smallLeft();
    Bounds smallRight = smallRight();
    return left.whole() < right.whole()
        ? sorted(smallLeft, balanced, smallRight)
        : sorted(smallRight, balanced, smallLeft);
  }

  private List<Bounds> sorted(Bounds... alternatives) {
    List<Bounds> sorted = new ArrayList<>(List.of(alternatives));
    sorted.sort(
        Comparator.comparingInt(this::comparisons)
            .thenComparing(Comparator.comparingInt(Bounds::smallest).reversed()));
    return sorted;
  }

  private Bounds smallLeft() {
    int digits = Math.max(NARROW_DIGITS - right.digits(), left.scale() + SMALL_FACTOR);
    return new Bounds(digits, NARROW_DIGITS - digits, digits - left.scale());
  }

  private Bounds smallRight() {
    int digits = Math.max(NARROW_DIGITS - left.digits(), right.scale() + SMALL_FACTOR);
    return new Bounds(NARROW_DIGITS - digits, digits, digits - right.scale());
  }

  private int comparisons(Bounds bounds) {
    return (left.isBounded(bounds.left) ? 0 : 1) + (right.isBounded(bounds.right) ? 0 : 1);
  }

  private RexNode condition(Bounds bounds) {
    List<RexNode> terms = new ArrayList<>();
    addBound(right, bounds.right, terms);
    addBound(left, bounds.left, terms);
    return terms.size() == 1 ? terms.get(0) : rexBuilder.makeCall(SqlStdOperatorTable.AND, terms);
  }

  private void addBound(Factor factor, int digits, List<RexNode> terms) {
    if (factor.isBounded(digits)) {
      return;
    }
    BigInteger most = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    RexLiteral bound = literal(new BigDecimal(most, factor.scale()), factor);
    if (OperandTypes.isDecimal(factor.node.getType())) {
      RexNode absolute = rexBuilder.makeCall(SqlStdOperatorTable.ABS, factor.node);
      terms.add(compare(absolute, SqlStdOperatorTable.LESS_THAN_OR_EQUAL, bound));
    } else { // the least integer has no abs
      RexLiteral least = literal(new BigDecimal(most.negate()), factor);
      terms.add(compare(factor.node, SqlStdOperatorTable.LESS_THAN_OR_EQUAL, bound));
      terms.add(compare(factor.node, SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, least));
    }
  }

  private RexNode compare(RexNode number, SqlOperator operator, RexLiteral bound) {
    return rexBuilder.makeCall(operator, number, bound);
  }

  private RexLiteral literal(BigDecimal value, Factor factor) {
    RelDataType type =
        rexBuilder.getTypeFactory().createTypeWithNullability(factor.node.getType(), false);
    return rexBuilder.makeExactLiteral(value, type);
  }

  /**
   * Digits that the factors may have, those behind the point among them.
   *
   * @param smallest digits before the point of the smaller one
   */
  private record Bounds(int left, int right, int smallest) {}

  /** A factor. */
  private record Factor(RexNode node) {
    int digits() {
      return node.getType().getPrecision();
    }

    int scale() {
      return LocalProducts.scale(node.getType());
    }

    int whole() {
      return digits() - scale();
    }

    /** Returns whether the type says already that there are at most so many digits. */
    boolean isBounded(int digits) {
      return digits >= digits();
    }
  }
}

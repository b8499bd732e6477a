/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static io.strake.engine.Expression.column;
import static io.strake.engine.Expression.decimal;
import static io.strake.engine.Expression.literal;
import static io.strake.engine.Expression.of;
import static io.strake.engine.RandomExpressions.BIGINT;
import static io.strake.engine.RandomExpressions.BOOLEAN;
import static io.strake.engine.RandomExpressions.DOUBLE;
import static io.strake.engine.RandomExpressions.INTEGER;
import static io.strake.engine.RandomExpressions.REAL;
import static io.strake.engine.RandomExpressions.SMALLINT;

import io.strake.planner.type.StrakeTypeSystem;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/** Random expressions of numbers. */
final class RandomNumbers {
  private static final StrakeTypeSystem TYPES = StrakeTypeSystem.INSTANCE;

  /** Scale up to which decimals are divided. */
  private static final int MAX_DIVIDED_SCALE = 10;

  private static final int MAX_DIGITS = StrakeTypeSystem.MAX_DECIMAL_PRECISION;

  private final RandomExpressions all;

  RandomNumbers(RandomExpressions all) {
    this.all = all;
  }

  Expression number(int depth) {
    return switch (all.nextInt(3)) {
      case 0 -> integer(depth);
      case 1 -> decimal(depth);
      default -> approximate(depth);
    };
  }

  Expression integer(int depth) {
    if (depth <= 0) {
      return switch (all.nextInt(6)) {
        case 0 -> column("si", SMALLINT);
        case 1, 2 -> column("i", INTEGER);
        case 3 -> column("b", BIGINT);
        case 4 -> column("id", INTEGER);
        default -> integerLiteral();
      };
    }
    int next = depth - 1;
    return switch (all.nextInt(13)) {
      case 0, 1 -> arithmetic(integer(next), integer(next), all.pick("+", "-", "*"));
      case 2 -> arithmetic(integer(next), integer(next), all.pick("/", "%%"));
      case 3 -> modulo(integer(next), integer(next));
      case 4 -> unary(integer(next));
      case 5 -> cast(all.exact(this::number, next), integerType());
      case 6 -> cast(all.texts().digits(next), integerType());
      case 7, 8 -> all.texts().length(next);
      case 9, 10 -> all.times().part(next);
      case 11 -> of("CASE WHEN %s THEN 1 ELSE 0 END", INTEGER, all.bool(next));
      default -> {
        Expression left = all.branch(this::integer, next);
        RelDataType type = left.type();
        yield all.choice(
            left,
            all.until(
                this::integer, next, e -> e.type().equals(type) && !(e.constant() && e.mayFail())),
            next);
      }
    };
  }

  private RelDataType integerType() {
    return all.nextInt(3) == 0 ? BIGINT : all.nextInt(4) == 0 ? SMALLINT : INTEGER;
  }

  Expression integerLiteral() {
    return literal(
        all.pick("0", "1", "2", "3", "-1", "-7", "10", "12345", "2147483647", "-2147483647"),
        INTEGER);
  }

  Expression decimal(int depth) {
    if (depth <= 0) {
      return switch (all.nextInt(4)) {
        case 0 -> column("n", Expression.decimal(12, 2));
        case 1 -> column("m", Expression.decimal(9, 4));
        case 2 -> column("w", Expression.decimal(30, 10));
        default -> decimalLiteral();
      };
    }
    int next = depth - 1;
    return switch (all.nextInt(12)) {
      case 0, 1, 2 -> sum(decimal(next), exactNumber(next));
      case 3 -> product(decimal(next), exactNumber(next));
      case 4 -> quotient(decimal(next), exactNumber(next));
      case 5 -> unary(decimal(next));
      case 6 -> rounded(decimal(next));
      case 7 -> cast(all.exact(this::number, next), decimalType());
      case 8 -> cast(all.texts().digits(next), decimalType());
      case 9 -> all.times().fraction(next);
      case 10 -> modulo(decimal(next), decimal(next));
      default -> {
        Expression left = all.branch(this::decimal, next);
        yield all.choice(left, cast(all.branch(this::decimal, next), left.type()), next);
      }
    };
  }

  private Expression exactNumber(int depth) {
    return all.nextInt(3) == 0 ? integer(depth) : decimal(depth);
  }

  private RelDataType decimalType() {
    return switch (all.nextInt(5)) {
      case 0 -> Expression.decimal(5, 2);
      case 1 -> Expression.decimal(18, 4);
      case 2 -> Expression.decimal(38, 10);
      case 3 -> Expression.decimal(4, 4);
      default -> Expression.decimal(20, 0);
    };
  }

  private Expression decimalLiteral() {
    return switch (all.nextInt(5)) {
      case 0 -> literal("0.5", Expression.decimal(2, 1));
      case 1 -> literal("-1.25", Expression.decimal(3, 2));
      case 2 -> literal("0.00", Expression.decimal(3, 2));
      case 3 -> literal("99.995", Expression.decimal(5, 3));
      default -> literal("3.0", Expression.decimal(2, 1));
    };
  }

  Expression approximate(int depth) {
    if (depth <= 0) {
      return switch (all.nextInt(4)) {
        case 0 -> column("r", REAL);
        case 1, 2 -> column("f", DOUBLE);
        default ->
            literal(
                "CAST("
                    + all.pick("0", "1.5", "2.5", "-1", "10000000000", "0.1", "-0.5")
                    + " AS DOUBLE PRECISION)",
                DOUBLE);
      };
    }
    int next = depth - 1;
    return switch (all.nextInt(10)) {
      case 0, 1 -> arithmetic(doubled(next), doubled(next), all.pick("+", "-", "*", "/"));
      case 2 -> unary(approximate(next));
      case 3 ->
          of(
              all.pick("FLOOR", "CEIL", "ROUND", "TRUNC") + "(%s)",
              DOUBLE,
              all.exact(this::doubled, next));
      case 4 -> cast(exactNumber(next), DOUBLE);
      case 5 -> cast(all.texts().digits(next), DOUBLE);
      case 6, 7 -> function(next);
      case 8 -> cast(all.exact(this::number, next), REAL);
      default -> {
        Expression left = all.branch(this::doubled, next);
        yield all.choice(left, all.branch(this::doubled, next), next);
      }
    };
  }

  /**
   * PostgreSQL computes with two REALs in single precision, and so do we; with others it does not.
   */
  private Expression doubled(int depth) {
    Expression number = approximate(depth);
    return number.type().equals(DOUBLE)
        ? number
        : of("CAST(%s AS DOUBLE PRECISION)", DOUBLE, number);
  }

  private Expression function(int depth) {
    String function =
        all.pick(
            "SQRT", "EXP", "LN", "LOG10", "POWER", "SIN", "COS", "TAN", "ATAN", "ASIN", "ACOS",
            "CBRT", "DEGREES", "RADIANS", "ATAN2");
    Expression operand = all.exact(this::doubled, depth);
    return switch (function) {
      case "POWER", "ATAN2" ->
          of(function + "(%s, %s)", DOUBLE, operand, all.exact(this::doubled, depth))
              .failing()
              .approximately();
      default -> of(function + "(%s)", DOUBLE, operand).failing().approximately();
    };
  }

  private Expression unary(Expression operand) {
    RelDataType type = operand.type();
    String template = all.pick("(- %s)", "ABS(%s)", "SIGN(%s)", "(+ %s)");
    Expression result = of(template, type, operand).failing();
    return template.startsWith("SIGN") ? result.bounded() : result;
  }

  private Expression rounded(Expression operand) {
    RelDataType type = operand.type();
    RelDataType whole = Expression.decimal(type.getPrecision(), 0);
    int digits = all.nextInt(7) - 3;
    return switch (all.nextInt(5)) {
      case 0 -> of("FLOOR(%s)", whole, operand).bounded();
      case 1 -> of("CEIL(%s)", whole, operand).bounded();
      case 2 -> of("ROUND(%s, " + digits + ")", type, operand).bounded();
      case 3 -> of("TRUNC(%s, " + digits + ")", type, operand).bounded();
      default -> of(all.pick("ROUND", "TRUNC") + "(%s)", type, operand).bounded();
    };
  }

  private Expression arithmetic(Expression left, Expression right, String operator) {
    RelDataType type =
        left.type().getPrecision() >= right.type().getPrecision() ? left.type() : right.type();
    Expression a =
        left.constant() && right.constant() && all.nextInt(4) > 0 ? column("id", INTEGER) : left;
    if (type.equals(DOUBLE) && a != left) {
      a = column("f", DOUBLE);
    }
    if (operator.equals("%%")) {
      type = right.type();
    }
    Expression result = of("(%s " + operator + " %s)", type, a, right).failing();
    return operator.equals("%%") ? result.bounded() : result;
  }

  private Expression modulo(Expression left, Expression right) {
    if (wholeDigits(left) + right.type().getScale() > MAX_DIGITS
        || wholeDigits(right) + left.type().getScale() > MAX_DIGITS) {
      return sum(left, right);
    }
    RelDataType decimal = TYPES.deriveDecimalModType(Expression.TYPES, left.type(), right.type());
    return of("MOD(%s, %s)", decimal == null ? right.type() : decimal, left, right).bounded();
  }

  private static int wholeDigits(Expression number) {
    return number.type().getPrecision() - Math.max(0, number.type().getScale());
  }

  private Expression sum(Expression left, Expression right) {
    return of(
            "(%s " + all.pick("+", "-") + " %s)",
            TYPES.deriveDecimalPlusType(Expression.TYPES, left.type(), right.type()),
            left,
            right)
        .bounded();
  }

  private Expression product(Expression left, Expression right) {
    RelDataType type = TYPES.deriveDecimalMultiplyType(Expression.TYPES, left.type(), right.type());
    int scale = left.type().getScale() + Math.max(0, right.type().getScale());
    return scale > type.getScale() || scale > 30
        ? sum(left, right)
        : of("(%s * %s)", type, left, right).bounded();
  }

  /** Digits behind the point that PostgreSQL computes depend on the values; more are asked for. */
  private Expression quotient(Expression left, Expression right) {
    if (left.type().getScale() > MAX_DIVIDED_SCALE || right.type().getScale() > MAX_DIVIDED_SCALE) {
      return sum(left, right);
    }
    RelDataType type = TYPES.deriveDecimalDivideType(Expression.TYPES, left.type(), right.type());
    return of("(%s / %s)", "(%s * 1.0000000000000000000000000 / %s)", type, left, right).bounded();
  }

  static Expression cast(Expression operand, RelDataType type) {
    String cast = "CAST(%s AS " + Expression.postgresType(type) + ")";
    Expression result =
        of(
            "CAST(%s AS " + Expression.strakeType(type) + ")",
            type.getSqlTypeName() == SqlTypeName.DECIMAL ? "finite(" + cast + ")" : cast,
            type,
            operand);
    return operand.type().equals(type) || operand.type().equals(BOOLEAN)
        ? result
        : result.failing();
  }
}

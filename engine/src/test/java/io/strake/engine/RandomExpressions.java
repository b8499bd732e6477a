/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static io.strake.engine.Expression.literal;
import static io.strake.engine.Expression.of;
import static io.strake.engine.Expression.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Random scalar expressions over the columns of {@link ExpressionRows}.
 *
 * <p>What the documentation lists as different is left out: what fails depends on the order of
 * evaluation in AND and OR, and digits that depend on the mathematical library decide nothing.
 */
final class RandomExpressions {
  static final RelDataType BOOLEAN = type(SqlTypeName.BOOLEAN);
  static final RelDataType SMALLINT = type(SqlTypeName.SMALLINT);
  static final RelDataType INTEGER = type(SqlTypeName.INTEGER);
  static final RelDataType BIGINT = type(SqlTypeName.BIGINT);
  static final RelDataType REAL = type(SqlTypeName.REAL);
  static final RelDataType DOUBLE = type(SqlTypeName.DOUBLE);
  static final RelDataType VARCHAR = type(SqlTypeName.VARCHAR);
  static final RelDataType DATE = type(SqlTypeName.DATE);
  static final RelDataType TIME = type(SqlTypeName.TIME);
  static final RelDataType TIMESTAMP = type(SqlTypeName.TIMESTAMP);
  static final RelDataType INSTANT = type(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
  static final RelDataType BINARY = type(SqlTypeName.VARBINARY);

  static final int MAX_DEPTH = 4;

  private static final int RETRIES = 50;

  private final Random random;
  private final RandomNumbers numbers = new RandomNumbers(this);
  private final RandomTexts texts = new RandomTexts(this);
  private final RandomTimes times = new RandomTimes(this);

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  /** Returns the next expression; one in ten has no column in it. */
  Expression next() {
    boolean constant = random.nextInt(10) == 0;
    int depth = 1 + random.nextInt(MAX_DEPTH - 1);
    Expression expression;
    do {
      expression = any(depth);
    } while (expression.constant() != constant
        || expression.doubtful()
        || !expression.strake().contains("("));
    return expression;
  }

  Expression any(int depth) {
    return switch (random.nextInt(12)) {
      case 0, 1 -> numbers.integer(depth);
      case 2, 3 -> numbers.decimal(depth);
      case 4 -> numbers.approximate(depth);
      case 5, 6, 7 -> texts.text(depth);
      case 8, 9 -> bool(depth);
      case 10 -> times.timestamp(depth);
      default -> random.nextBoolean() ? times.date(depth) : times.other(depth);
    };
  }

  Expression bool(int depth) {
    if (depth <= 0) {
      return random.nextInt(4) > 0
          ? Expression.column("o", BOOLEAN)
          : literal(pick("TRUE", "FALSE"), BOOLEAN);
    }
    int next = depth - 1;
    return switch (random.nextInt(14)) {
      case 0 -> of("(%s AND %s)", BOOLEAN, safe(this::bool, next), safe(this::bool, next));
      case 1 -> of("(%s OR %s)", BOOLEAN, safe(this::bool, next), safe(this::bool, next));
      case 2 -> of("(NOT %s)", BOOLEAN, bool(next));
      case 3 -> of("(%s IS " + pick("", "NOT ") + "NULL)", BOOLEAN, safe(this::any, next));
      case 4 ->
          of("(%s IS " + pick("TRUE", "NOT TRUE", "FALSE", "NOT FALSE") + ")", BOOLEAN, bool(next));
      case 5 -> compared(exact(numbers::integer, next), exact(numbers::integer, next));
      case 6 -> compared(exact(numbers::decimal, next), exact(numbers::number, next));
      case 7 -> compared(exact(numbers::approximate, next), exact(numbers::number, next));
      case 8 -> compared(texts.text(next), texts.text(next));
      case 9 -> times.comparison(next);
      case 10 -> texts.condition(next);
      case 11 -> in(safe(d -> exact(numbers::integer, d), next));
      case 12 -> between(next);
      default -> texts.readBoolean(next);
    };
  }

  /** A cast that is compared with a constant may be moved to the constant, and then cannot fail. */
  Expression compared(Expression left, Expression right) {
    if ((left.constant() && right.mayFail()) || (right.constant() && left.mayFail())) {
      return Expression.column("o", BOOLEAN);
    }
    String operator =
        pick("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM");
    return of("(%s " + operator + " %s)", BOOLEAN, left, right);
  }

  private Expression in(Expression operand) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      values.add(numbers.integerLiteral().strake());
    }
    String list = pick("", "NOT ") + "IN (" + String.join(", ", values) + ")";
    return of("(%s " + list + ")", BOOLEAN, operand);
  }

  private Expression between(int depth) {
    IntFunction<Expression> family = d -> exact(numbers::decimal, d);
    return of(
        "(%s " + pick("", "NOT ") + "BETWEEN %s AND %s)",
        BOOLEAN,
        safe(family, depth),
        safe(family, depth),
        safe(family, depth));
  }

  /** Returns a choice between two expressions of one type, in one of the ways there are. */
  Expression choice(Expression left, Expression right, int depth) {
    RelDataType type = left.type();
    boolean constant = left.constant() || right.constant() || left.equals(right);
    return switch (random.nextInt(4)) {
      case 0 -> of("COALESCE(%s, %s)", type, left, right);
      case 1 ->
          !constant
              ? of("NULLIF(%s, %s)", type, left, right)
              : of("COALESCE(%s, %s)", type, left, right);
      case 2 -> of(pick("GREATEST", "LEAST") + "(%s, %s)", type, left, right);
      default -> of("CASE WHEN %s THEN %s ELSE %s END", type, safe(this::bool, depth), left, right);
    };
  }

  /** Returns a column-based expression, so that no engine evaluates it before the choice. */
  Expression branch(IntFunction<Expression> family, int depth) {
    return until(family, depth, e -> !e.constant() || !e.mayFail());
  }

  /** Returns an expression of a family that fails for no row. */
  Expression safe(IntFunction<Expression> family, int depth) {
    return until(family, depth, e -> !e.mayFail());
  }

  /** Returns an expression of a family of which every digit is certain. */
  Expression exact(IntFunction<Expression> family, int depth) {
    return until(family, depth, e -> !e.inexact());
  }

  Expression until(
      IntFunction<Expression> family, int depth, java.util.function.Predicate<Expression> fits) {
    for (int i = 0; i < RETRIES; i++) {
      Expression expression = family.apply(depth - i / 10);
      if (fits.test(expression)) {
        return expression;
      }
    }
    return family.apply(0);
  }

  RandomNumbers numbers() {
    return numbers;
  }

  RandomTexts texts() {
    return texts;
  }

  RandomTimes times() {
    return times;
  }

  int nextInt(int bound) {
    return random.nextInt(bound);
  }

  String pick(String... values) {
    return values[random.nextInt(values.length)];
  }
}

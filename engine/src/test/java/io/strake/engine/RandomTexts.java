/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static io.strake.engine.Expression.column;
import static io.strake.engine.Expression.literal;
import static io.strake.engine.Expression.of;
import static io.strake.engine.RandomExpressions.BINARY;
import static io.strake.engine.RandomExpressions.BOOLEAN;
import static io.strake.engine.RandomExpressions.INTEGER;
import static io.strake.engine.RandomExpressions.VARCHAR;

import org.apache.calcite.rel.type.RelDataType;

/** Random expressions of texts and binary strings. */
final class RandomTexts {
  private static final String[] WORDS = {
    "''", "'a'", "'abc'", "'é日'", "'𝒳'", "' b '", "'A'", "'1'", "'%'", "'x_y'", "','"
  };

  private final RandomExpressions all;

  RandomTexts(RandomExpressions all) {
    this.all = all;
  }

  Expression text(int depth) {
    if (depth <= 0) {
      return switch (all.nextInt(4)) {
        case 0, 1 -> column("s", VARCHAR);
        case 2 -> column("k", VARCHAR);
        default -> literal(all.pick(WORDS), VARCHAR);
      };
    }
    int next = depth - 1;
    return switch (all.nextInt(14)) {
      case 0 -> of("(%s || %s)", VARCHAR, text(next), text(next));
      case 1 -> of(all.pick("UPPER", "LOWER", "REVERSE", "MD5") + "(%s)", VARCHAR, text(next));
      case 2, 3 -> part(next);
      case 4 -> trimmed(next);
      case 5 ->
          of(
              all.pick("REPLACE", "TRANSLATE") + "(%s, %s, %s)",
              VARCHAR,
              text(next),
              text(0),
              text(0));
      case 6 -> padded(next);
      case 7 -> of("REPEAT(%s, %s)", VARCHAR, text(next), small());
      case 8 -> joined(next);
      case 9, 10 -> written(next);
      case 11 -> overlay(next);
      case 12 -> character(next);
      default -> {
        Expression left = all.branch(this::text, next);
        yield all.choice(left, all.branch(this::text, next), next);
      }
    };
  }

  /** A count, mostly small; negative and zero as well. */
  Expression small() {
    return all.nextInt(3) == 0
        ? of("CAST(%s %% 5 AS INTEGER)", INTEGER, column("id", INTEGER))
        : literal(all.pick("-2", "-1", "0", "1", "2", "3", "7"), INTEGER);
  }

  private Expression place() {
    return all.nextInt(8) == 0 ? literal(all.pick("2147483647", "-2147483647"), INTEGER) : small();
  }

  private Expression part(int depth) {
    return switch (all.nextInt(6)) {
      case 0 -> of("SUBSTRING(%s FROM %s)", VARCHAR, text(depth), place());
      case 1 ->
          of("SUBSTRING(%s FROM %s FOR %s)", VARCHAR, text(depth), place(), place()).failing();
      case 2 -> of("SUBSTR(%s, %s, %s)", VARCHAR, text(depth), place(), place()).failing();
      case 3 -> of("LEFT(%s, %s)", VARCHAR, text(depth), place());
      case 4 -> of("RIGHT(%s, %s)", VARCHAR, text(depth), place());
      default -> of("SPLIT_PART(%s, %s, %s)", VARCHAR, text(depth), text(0), small()).failing();
    };
  }

  private Expression trimmed(int depth) {
    String side = all.pick("BOTH", "LEADING", "TRAILING");
    return switch (all.nextInt(4)) {
      case 0 -> of("TRIM(%s)", VARCHAR, text(depth));
      case 1 -> of("TRIM(" + side + " %s FROM %s)", VARCHAR, text(0), text(depth));
      case 2 -> of(all.pick("LTRIM", "RTRIM", "BTRIM") + "(%s)", VARCHAR, text(depth));
      default ->
          of(all.pick("LTRIM", "RTRIM", "BTRIM") + "(%s, %s)", VARCHAR, text(depth), text(0));
    };
  }

  private Expression padded(int depth) {
    String function = all.pick("LPAD", "RPAD");
    return (all.nextInt(2) == 0)
        ? of(function + "(%s, %s)", VARCHAR, text(depth), small())
        : of(function + "(%s, %s, %s)", VARCHAR, text(depth), small(), text(0));
  }

  private Expression joined(int depth) {
    return (all.nextInt(2) == 0)
        ? of("CONCAT(%s, %s, %s)", VARCHAR, text(depth), text(depth), text(0))
        : of("CONCAT_WS(%s, %s, %s)", VARCHAR, text(0), text(depth), text(0));
  }

  private Expression overlay(int depth) {
    return (all.nextInt(2) == 0)
        ? of("OVERLAY(%s PLACING %s FROM %s)", VARCHAR, text(depth), text(0), small()).failing()
        : of(
                "OVERLAY(%s PLACING %s FROM %s FOR %s)",
                VARCHAR, text(depth), text(0), small(), small())
            .failing();
  }

  private Expression character(int depth) {
    Expression code = all.numbers().integer(depth);
    return switch (all.nextInt(3)) {
      case 0 -> of("CHR(CAST(%s AS INTEGER))", VARCHAR, code).failing();
      case 1 -> of("CHR(ASCII(%s))", VARCHAR, text(depth)).failing();
      default -> of("TO_HEX(%s)", VARCHAR, wide(code));
    };
  }

  /** PostgreSQL has no such function of SMALLINT. */
  private static Expression wide(Expression number) {
    return number.type().equals(RandomExpressions.SMALLINT)
        ? RandomNumbers.cast(number, INTEGER)
        : number;
  }

  /** A value of another type as a text, whole or cut. */
  private Expression written(int depth) {
    Expression value =
        switch (all.nextInt(7)) {
          case 0 -> all.numbers().integer(depth);
          case 1 -> all.numbers().decimal(depth);
          case 2 -> doubled(depth);
          case 3 -> all.bool(depth);
          case 4 -> all.times().date(depth);
          case 5 -> all.times().timestamp(depth);
          default -> column("tm", RandomExpressions.TIME);
        };
    String length = all.nextInt(4) == 0 ? "(" + all.pick("1", "3", "12") + ")" : "";
    return of("CAST(%s AS VARCHAR" + length + ")", VARCHAR, value);
  }

  private Expression doubled(int depth) {
    return RandomNumbers.cast(
        all.exact(all.numbers()::approximate, depth), RandomExpressions.DOUBLE);
  }

  /** A text that often is a number. */
  Expression digits(int depth) {
    return switch (all.nextInt(5)) {
      case 0 ->
          all.nextInt(2) == 0
              ? of("CAST(%s AS VARCHAR)", VARCHAR, all.times().instants().instant(depth))
              : of("CAST(%s AS VARCHAR)", VARCHAR, all.numbers().integer(depth));
      case 1 -> of("CAST(%s AS VARCHAR)", VARCHAR, all.numbers().decimal(depth));
      case 2 -> text(depth);
      default -> column("k", VARCHAR);
    };
  }

  /** A number that says something about texts. */
  Expression length(int depth) {
    return switch (all.nextInt(6)) {
      case 0 -> of("CHAR_LENGTH(%s)", INTEGER, text(depth));
      case 1 -> of(all.pick("LENGTH", "OCTET_LENGTH", "BIT_LENGTH") + "(%s)", INTEGER, text(depth));
      case 2 -> of("POSITION(%s IN %s)", INTEGER, text(0), text(depth));
      case 3 -> of("STRPOS(%s, %s)", INTEGER, text(depth), text(0));
      default -> of("ASCII(%s)", INTEGER, text(depth));
    };
  }

  Expression condition(int depth) {
    return switch (all.nextInt(4)) {
      case 0 ->
          of(
              "(%s " + all.pick("LIKE", "NOT LIKE", "ILIKE", "NOT ILIKE") + " %s)",
              BOOLEAN,
              text(depth),
              pattern());
      case 1 ->
          all.nextInt(2) == 0
              ? of("(%s LIKE %s ESCAPE '!')", BOOLEAN, text(depth), pattern())
              : of(
                  "(%s "
                      + all.pick("SIMILAR TO ", "NOT SIMILAR TO ")
                      + all.pick(
                          "'%%(a|b)*_'", "'_'", "'a+%%|(é.|z?)'", "'%%!%%!_' ESCAPE '!'", "''")
                      + ")",
                  BOOLEAN,
                  text(depth));
      case 2 -> of("STARTS_WITH(%s, %s)", BOOLEAN, text(depth), text(0));
      default ->
          of("(%s " + all.pick("=", "<>", "<", ">=") + " %s)", BOOLEAN, binary(depth), binary(0));
    };
  }

  private Expression pattern() {
    return literal(
        all.pick("'a%'", "'%b%'", "'_'", "'%'", "''", "'A_%'", "'%!%%'", "'é%'", "'𝒳_'", "'1%'"),
        VARCHAR);
  }

  Expression readBoolean(int depth) {
    Expression word = all.nextInt(3) == 0 ? text(depth) : column("k", VARCHAR);
    return of("CAST(%s AS BOOLEAN)", BOOLEAN, word).failing();
  }

  Expression binary(int depth) {
    RelDataType type = BINARY;
    if (depth > 0 && (all.nextInt(2) == 0)) {
      return of("(%s || %s)", type, binary(depth - 1), binary(depth - 1));
    }
    return all.nextInt(4) == 0 ? literal("X'00ff'", "'\\x00ff'::bytea", type) : column("x", type);
  }
}

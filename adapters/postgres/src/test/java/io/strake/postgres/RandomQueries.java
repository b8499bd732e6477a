/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random queries over the table {@code r} of {@link DifferentialTest}, with a fixed seed. */
final class RandomQueries {
  private static final String[] COMPARISONS = {"=", "<>", "<", "<=", ">", ">="};
  private static final String[] TEXTS = {"''", "'a'", "'A'", "'a%b'", "'it''s'", "'b c'", "'a\\b'"};
  private static final String[] PATTERNS = {"'a%'", "'%b'", "'_'", "'%\\%'", "'%s'", "'a__'", "''"};

  private final Random random;

  RandomQueries(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a query with a filter and expressions of every type. */
  String select() {
    List<String> items = new ArrayList<>();
    for (String item :
        List.of(integer(2), decimal(2), real(2), text(2), condition(2), date(), timestamp())) {
      items.add(item + " AS c" + items.size());
    }
    return "SELECT " + String.join(", ", items) + " FROM ?.r WHERE " + condition(3);
  }

  /** Returns a query that groups. */
  String aggregate() {
    String key = pick("i", "t", "f", "dt", "n", "u", "b");
    List<String> items = new ArrayList<>(List.of(key, "COUNT(*)"));
    for (int i = 0; i < 4; i++) {
      items.add(aggregateCall());
    }
    return "SELECT "
        + String.join(", ", items)
        + " FROM ?.r WHERE "
        + condition(2)
        + " GROUP BY "
        + key;
  }

  private String aggregateCall() {
    String filter = chance(3) ? " FILTER (WHERE " + condition(1) + ")" : "";
    return pick(
            "COUNT(" + pick("i", "t", "d") + ")",
            "COUNT(DISTINCT " + pick("i", "t", "n", "dt", "f") + ")",
            "SUM(" + pick("i", "b", "n", "d", "i + j") + ")",
            "MIN(" + pick("i", "t", "n", "d", "dt", "ts", "u") + ")",
            "MAX(" + pick("i", "t", "n", "d", "dt", "ts", "u") + ")")
        + filter;
  }

  private String condition(int depth) {
    if (depth == 0 || chance(5)) {
      return pick("f", "t IS NULL", "n IS NOT NULL", "dt IS NULL");
    }
    int below = depth - 1;
    return switch (random.nextInt(12)) {
      case 0 -> "(" + condition(below) + " AND " + condition(below) + ")";
      case 1 -> "(" + condition(below) + " OR " + condition(below) + ")";
      case 2 -> "NOT (" + condition(below) + ")";
      case 3 -> "(" + condition(below) + ") IS " + pick("TRUE", "NOT TRUE", "FALSE", "NOT FALSE");
      case 4 -> integer(below) + " " + pick(COMPARISONS) + " " + integer(below);
      case 5 -> decimal(below) + " " + pick(COMPARISONS) + " " + decimal(below);
      case 6 -> text(below) + " " + pick(COMPARISONS) + " " + text(below);
      case 7 -> date() + " " + pick(COMPARISONS) + " " + date();
      case 8 -> timestamp() + " " + pick(COMPARISONS) + " " + timestamp();
      case 9 -> text(below) + pick(" LIKE ", " NOT LIKE ") + pick(PATTERNS);
      case 10 ->
          pick("i", "j", "b")
              + pick(" IN ", " NOT IN ")
              + "("
              + literal()
              + ", 3, "
              + literal()
              + ")";
      default ->
          pick("t", "u") + " IS " + pick("", "NOT ") + "DISTINCT FROM " + pick("t", "u", "'a'");
    };
  }

  private String integer(int depth) {
    if (depth == 0) {
      return pick("i", "j", "b", "s", literal());
    }
    int below = depth - 1;
    return switch (random.nextInt(9)) {
      case 0 -> "(" + integer(below) + pick(" + ", " - ", " * ") + integer(below) + ")";
      case 1 -> "ABS(" + integer(below) + ")";
      case 2 -> "MOD(" + integer(below) + ", 7)";
      case 3 -> "(" + integer(below) + " / 3)";
      case 4 -> "CHAR_LENGTH(" + text(below) + ")";
      case 5 -> "(- " + pick("i", "b") + ")";
      case 6 -> "EXTRACT(" + pick("YEAR", "QUARTER", "MONTH", "DAY") + " FROM " + date() + ")";
      case 7 -> "CAST(i AS BIGINT)";
      default ->
          "CASE WHEN "
              + condition(below)
              + " THEN "
              + integer(below)
              + " ELSE "
              + literal()
              + " END";
    };
  }

  private String decimal(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 0 -> pick("n", "m", "1.25", "-3.5");
      case 1 -> "(" + decimal(depth - 1) + pick(" + ", " - ") + decimal(depth - 1) + ")";
      case 2 -> "(n * " + pick("i", "n", "2") + ")";
      case 3 -> "ABS(" + decimal(depth - 1) + ")";
      case 4 -> pick("FLOOR(", "CEIL(") + pick("n", "m") + ")";
      default -> "COALESCE(" + pick("n", "m") + ", 0.5)";
    };
  }

  private String real(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(4)) {
      case 0 -> pick("d", "CAST(i AS DOUBLE)");
      case 1 -> "(- " + real(depth - 1) + ")";
      case 2 -> pick("FLOOR(", "CEIL(", "ABS(") + "d)";
      default -> "CASE WHEN " + condition(depth - 1) + " THEN d END";
    };
  }

  private String text(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(6)) {
      case 0 -> chance(4) ? pick(TEXTS) : pick("t", "u");
      case 1 -> "(" + pick("t", "u") + " || " + pick("t", "u", "'-'") + ")";
      case 2 -> "SUBSTRING(" + pick("t", "u") + " FROM 2" + pick("", " FOR 1") + ")";
      case 3 -> "TRIM(" + pick("BOTH", "LEADING", "TRAILING") + " ' ' FROM " + pick("t", "u") + ")";
      case 4 -> "COALESCE(" + pick("t", "u") + ", t)";
      default -> "CASE WHEN " + condition(depth - 1) + " THEN t ELSE u END";
    };
  }

  private String date() {
    return pick("dt", "DATE '2020-02-29'", "FLOOR(dt TO " + pick("MONTH", "YEAR") + ")");
  }

  private String timestamp() {
    return pick(
        "ts",
        "TIMESTAMP '2021-06-01 12:30:00'",
        "FLOOR(ts TO " + pick("DAY", "HOUR", "MONTH") + ")",
        "CAST(dt AS TIMESTAMP)");
  }

  private String literal() {
    return Integer.toString(random.nextInt(21) - 10);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random SELECT statements, valid for us and for PostgreSQL, over two tables with the columns
 * {@code id, i, b, n, m, f, s, o, d, ts}; {@code $} stands before a table where its schema belongs.
 */
final class RandomStatements {
  private static final int MAX_DEPTH = 3;

  private final Random random;
  private final RandomRelations relations;

  RandomStatements(long seed) {
    this.random = new Random(seed);
    this.relations = new RandomRelations(random, this);
  }

  /** Returns whether a statement puts all its rows into an order. */
  static boolean isOrdered(String sql) {
    int open = 0;
    for (int i = 0; i < sql.length(); i++) {
      open += sql.charAt(i) == '(' ? 1 : sql.charAt(i) == ')' ? -1 : 0;
      if (open == 0 && sql.startsWith(" ORDER BY ", i)) {
        return true;
      }
    }
    return false;
  }

  String next() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> "SELECT t.id, " + list(2) + " FROM $t AS t WHERE " + condition(0);
      case 2 -> grouped();
      case 3 -> "SELECT " + aggregates() + " FROM $t AS t WHERE " + condition(0);
      case 4 -> joined();
      case 5 -> top();
      case 6 -> semiJoined();
      case 7 -> combined();
      default -> relations.next();
    };
  }

  private String grouped() {
    String key = pick("t.i", "t.s", "t.o", "EXTRACT(MONTH FROM t.d)", "t.n", "t.g");
    String having = random.nextBoolean() ? " HAVING COUNT(*) > " + random.nextInt(4) : "";
    return "SELECT "
        + key
        + ", "
        + aggregates()
        + " FROM $t AS t WHERE "
        + condition(0)
        + " GROUP BY "
        + key
        + having;
  }

  private String joined() {
    String type = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    String key =
        pick("t.i = u.i", "t.s = u.s", "t.id = u.id", "t.d = u.d", "t.g = u.g AND t.i = u.i");
    return "SELECT t.id, u.id, "
        + list(1)
        + " FROM $t AS t "
        + type
        + " $u AS u ON "
        + key
        + " WHERE "
        + (random.nextBoolean() ? condition(1) : "u.n IS NULL OR u.n < 5");
  }

  private String semiJoined() {
    return switch (random.nextInt(4)) {
      case 3 ->
          "SELECT t.id FROM $t AS t WHERE t.g "
              + pick("IN", "NOT IN")
              + " (SELECT u.g FROM $u AS u WHERE u.g IS NOT NULL AND u.i > 3)";
      case 0 -> "SELECT t.id FROM $t AS t WHERE t.i IN (SELECT u.i FROM $u AS u WHERE u.n > 0)";
      case 1 ->
          "SELECT t.id FROM $t AS t WHERE "
              + pick("", "NOT ")
              + "EXISTS (SELECT 1 FROM $u AS u WHERE u.s = t.s AND u.id > t.id) AND "
              + condition(1);
      default ->
          "SELECT t.id, (SELECT MAX(u.n) FROM $u AS u WHERE u.i = t.i) FROM $t AS t WHERE "
              + condition(1);
    };
  }

  private String combined() {
    String columns = pick("%1$s.i, %1$s.s", "%1$s.g", "%1$s.g, %1$s.o");
    return "SELECT "
        + columns.formatted("t")
        + " FROM $t AS t WHERE "
        + condition(1)
        + " "
        + pick("UNION", "UNION ALL", "INTERSECT", "EXCEPT")
        + " SELECT "
        + columns.formatted("u")
        + " FROM $u AS u WHERE u.n IS NOT NULL";
  }

  private String top() {
    String key = pick("t.s", "t.n", "t.d", "t.ts", "t.f", "t.b", "t.g");
    return "SELECT t.id, "
        + key
        + " FROM $t AS t WHERE "
        + condition(1)
        + " ORDER BY "
        + key
        + pick("", " DESC")
        + pick("", " NULLS FIRST", " NULLS LAST")
        + ", t.id LIMIT "
        + (1 + random.nextInt(20))
        + pick("", " OFFSET 3");
  }

  private String aggregates() {
    List<String> calls = new ArrayList<>(List.of("COUNT(*)"));
    for (int i = 0; i < 2; i++) {
      calls.add(
          pick(
              "SUM(" + integer(1) + ")",
              "SUM(" + decimal(1) + ")",
              "AVG(" + pick("t.i", "t.n", "t.b") + ")",
              "MIN(" + pick("t.s", "t.d", "t.n", "t.f", "t.ts", "t.g") + ")",
              "MAX(" + pick("t.s", "t.d", "t.m", "t.b", "t.g") + ")",
              "COUNT(" + pick("t.s", "DISTINCT t.s", "DISTINCT t.i", "DISTINCT t.g", "t.o") + ")",
              "SUM(t.n) FILTER (WHERE " + condition(2) + ")",
              "SUM(t.f)"));
    }
    return String.join(", ", calls);
  }

  private String list(int count) {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(
          switch (random.nextInt(6)) {
            case 0 -> integer(0);
            case 1 -> decimal(0);
            case 2 -> text(0);
            case 3 -> "CASE WHEN " + condition(1) + " THEN " + integer(1) + " END";
            case 4 -> pick("t.d", "t.ts", "t.o", "t.f", "CAST(t.ts AS DATE)");
            default -> "EXTRACT(" + pick("YEAR", "MONTH", "DAY", "QUARTER") + " FROM t.d)";
          });
    }
    return String.join(", ", items);
  }

  /** Returns a condition on {@code t}. */
  String condition(int depth) {
    if (depth < MAX_DEPTH && random.nextInt(3) == 0) {
      return switch (random.nextInt(3)) {
        case 0 -> "(" + condition(depth + 1) + " AND " + condition(depth + 1) + ")";
        case 1 -> "(" + condition(depth + 1) + " OR " + condition(depth + 1) + ")";
        default -> "NOT (" + condition(depth + 1) + ")";
      };
    }
    return switch (random.nextInt(9)) {
      case 0 -> integer(depth) + comparison() + integer(depth + 1);
      case 1 -> decimal(depth) + comparison() + decimal(depth + 1);
      case 2 -> text(depth) + comparison() + pick("'a'", "'é日'", "''", "t.s");
      case 3 -> "t.s " + pick("LIKE", "NOT LIKE") + " " + pick("'%a%'", "'_'", "'é%'", "'%'");
      case 4 -> pick("t.i", "t.s", "t.o", "t.n", "t.d") + pick(" IS NULL", " IS NOT NULL");
      case 5 -> "t.i " + pick("IN", "NOT IN") + " (1, 2, " + (random.nextInt(20) - 10) + ")";
      case 6 -> "t.d" + comparison() + "DATE '2024-02-29'";
      case 7 -> "t.n BETWEEN " + (random.nextInt(20) - 20) + " AND " + random.nextInt(20);
      default ->
          pick(
              "t.o",
              "t.o IS NOT TRUE",
              "t.f" + comparison() + "1.5",
              "t.g" + comparison() + "t.f",
              "t.i IS DISTINCT FROM 3");
    };
  }

  private String comparison() {
    return pick(" = ", " <> ", " < ", " <= ", " > ", " >= ");
  }

  private String integer(int depth) {
    if (depth >= MAX_DEPTH) {
      return pick("t.i", "t.id", "3");
    }
    return switch (random.nextInt(9)) {
      case 0 -> "(" + integer(depth + 1) + " + " + integer(depth + 1) + ")";
      case 1 -> "(" + integer(depth + 1) + " - " + integer(depth + 1) + ")";
      case 2 -> "(t.i * " + integer(depth + 2) + ")";
      case 3 -> "(" + integer(depth + 1) + " / NULLIF(t.i, 0))";
      case 4 -> "MOD(" + integer(depth + 1) + ", 5)";
      case 5 -> "CHAR_LENGTH(" + text(depth + 1) + ")";
      case 6 -> "COALESCE(t.i, " + integer(depth + 1) + ")";
      case 7 -> "CAST(" + pick("t.n", "t.m", "t.i") + " AS INTEGER)";
      default -> pick("t.i", "t.id", "7");
    };
  }

  private String decimal(int depth) {
    if (depth >= MAX_DEPTH) {
      return pick("t.n", "t.m", "1.25");
    }
    return switch (random.nextInt(9)) {
      case 0 -> "(" + decimal(depth + 1) + " + " + decimal(depth + 1) + ")";
      case 1 -> "(" + decimal(depth + 1) + " - t.i)";
      case 2 -> "(t.n * " + decimal(depth + 2) + ")";
      case 3 -> "(t.n / NULLIF(t.m, 0))";
      case 4 -> "ABS(" + decimal(depth + 1) + ")";
      case 5 -> "CAST(" + pick("t.n", "t.m", "t.i") + " AS DECIMAL(14, 1))";
      case 6 -> "COALESCE(t.n, t.m)";
      case 7 -> "(- " + decimal(depth + 1) + ")";
      default -> pick("t.n", "t.m", "0.5");
    };
  }

  private String text(int depth) {
    if (depth >= MAX_DEPTH) {
      return "t.s";
    }
    return switch (random.nextInt(6)) {
      case 0 -> "(" + text(depth + 1) + " || " + pick("'x'", "t.s") + ")";
      case 1 -> "SUBSTRING(t.s FROM 1 FOR " + (1 + random.nextInt(2)) + ")";
      case 2 -> "TRIM(BOTH ' ' FROM t.s)";
      case 3 -> "CASE WHEN " + condition(depth + 1) + " THEN t.s ELSE 'other' END";
      case 4 -> "COALESCE(t.s, 'none')";
      default -> "t.s";
    };
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random queries over the tables {@code c} and {@code k} of {@link PushdownRows}, which have texts
 * in every kind of collation and columns of every type. Each query has one answer: orders are total
 * where it depends on them.
 */
final class RandomTypedQueries {
  private static final String[] TEXTS = {
    "txt_c", "txt_icu", "txt_no", "txt_d", "vc", "vd", "ch", "nm", "ci", "en", "uu"
  };
  private static final String[] WORDS = {
    "''",
    "' '",
    "'a'",
    "'A'",
    "'a '",
    "'ä'",
    "'Zoë'",
    "'zoe'",
    "'ss'",
    "'ß'",
    "'a-b'",
    "'ab'",
    "'9'",
    "'sad'",
    "'happy'",
    "'z%_'",
    "'𝒳b'",
    "'it''s'",
    "'ffffffff-ffff-4fff-bfff-ffffffffffff'"
  };
  private static final String[] OTHERS = {
    "si", "i", "b", "n", "w", "r", "f", "o", "d", "tm", "ts", "tz"
  };
  private static final String[] COMPARISONS = {"=", "<>", "<", "<=", ">", ">="};

  private final Random random;

  RandomTypedQueries(Random random) {
    this.random = random;
  }

  String next() {
    return switch (random.nextInt(18)) {
      case 0, 1 -> "SELECT c.id, " + items() + " FROM $c AS c WHERE " + condition(2);
      case 2, 3 -> grouped();
      case 4, 5 -> top();
      case 6, 7 -> joined();
      case 8 -> related();
      case 9, 10 -> combined();
      case 11, 12 -> windows();
      case 13 -> groupingSets();
      case 14 -> collected();
      case 15 -> scalar();
      case 16 -> values();
      default -> selfJoined();
    };
  }

  private String items() {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      items.add(
          switch (random.nextInt(6)) {
            case 0 -> text();
            case 1 -> "c." + pick(OTHERS);
            case 2 -> "COALESCE(" + text() + ", " + text() + ")";
            case 3 -> "CASE WHEN " + condition(1) + " THEN " + text() + " ELSE " + text() + " END";
            case 4 -> moved();
            default -> "(" + condition(1) + ")";
          });
    }
    return String.join(", ", items);
  }

  /** Functions of texts, casts that fail for no row, and arithmetic of times. */
  private String moved() {
    return switch (random.nextInt(8)) {
      case 0 -> "(" + text() + " || " + pick("'-'", text()) + ")";
      case 1 -> "CHAR_LENGTH(" + text() + ")";
      case 2 -> "REPLACE(" + text() + ", 'a', " + pick(WORDS) + ")";
      case 3 -> "SUBSTRING(" + text() + " FROM " + (random.nextInt(5) - 1) + ")";
      case 4 -> "POSITION(" + pick(WORDS) + " IN " + text() + ")";
      case 5 ->
          "CAST(c." + pick("i", "b", "n", "w", "f", "o", "d", "tm", "ts", "si") + " AS VARCHAR)";
      case 6 ->
          pick("c.d", "c.ts")
              + pick(" + ", " - ")
              + "INTERVAL '"
              + random.nextInt(40)
              + "' "
              + pick("DAY", "MONTH", "YEAR");
      default ->
          "EXTRACT("
              + pick("YEAR", "MONTH", "DAY", "QUARTER", "DOY", "ISODOW")
              + " FROM "
              + pick("c.d", "c.ts")
              + ")";
    };
  }

  /** Returns a condition on {@code c}. */
  private String condition(int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      return switch (random.nextInt(3)) {
        case 0 -> "(" + condition(depth - 1) + " AND " + condition(depth - 1) + ")";
        case 1 -> "(" + condition(depth - 1) + " OR " + condition(depth - 1) + ")";
        default -> "NOT (" + condition(depth - 1) + ")";
      };
    }
    return switch (random.nextInt(11)) {
      case 0, 1 -> text() + " " + pick(COMPARISONS) + " " + pick(WORDS);
      case 2 -> text() + " " + pick(COMPARISONS) + " " + text();
      case 3 -> text() + " BETWEEN " + pick(WORDS) + " AND " + pick(WORDS);
      case 4 -> text() + pick(" IN ", " NOT IN ") + "(" + words() + ")";
      case 5 ->
          text()
              + pick(" LIKE ", " NOT LIKE ")
              + pick("'a%'", "'%b'", "'_'", "'%_'", "''", "'%ä%'");
      case 6 -> text() + " IS " + pick("", "NOT ") + "DISTINCT FROM " + pick(text(), "'a'");
      case 7 -> "c." + pick(OTHERS) + pick(" IS NULL", " IS NOT NULL");
      case 8 -> number() + " " + pick(COMPARISONS) + " " + number();
      case 9 -> time();
      default -> "c.o" + pick("", " IS TRUE", " IS NOT FALSE");
    };
  }

  private String number() {
    return pick("c.si", "c.i", "c.b", "c.n", "c.w", "c.f", "c.r", "0", "7", "-1", "2.5", "c.id");
  }

  private String time() {
    return switch (random.nextInt(4)) {
      case 0 -> "c.d " + pick(COMPARISONS) + " DATE '" + pick("2000-01-01", "1969-12-31") + "'";
      case 1 -> "c.ts " + pick(COMPARISONS) + " TIMESTAMP '1970-01-01 00:00:00'";
      case 2 -> "c.tm " + pick(COMPARISONS) + " TIME '12:34:56.5'";
      default -> "CAST(c.d AS TIMESTAMP) " + pick(COMPARISONS) + " c.ts";
    };
  }

  private String words() {
    return pick(WORDS) + ", " + pick(WORDS) + ", " + pick(WORDS);
  }

  private String grouped() {
    String key = random.nextInt(4) == 0 ? "c." + pick(OTHERS) : text();
    String having = pick("", " HAVING COUNT(*) > 2", " HAVING MAX(" + text() + ") > 'a'");
    return "SELECT "
        + key
        + ", "
        + aggregate()
        + ", "
        + aggregate()
        + ", "
        + aggregate()
        + " FROM $c AS c WHERE "
        + condition(1)
        + " GROUP BY "
        + key
        + having;
  }

  private String aggregate() {
    String filter = random.nextInt(4) == 0 ? " FILTER (WHERE " + condition(1) + ")" : "";
    return pick(
            "COUNT(*)",
            "COUNT(" + text() + ")",
            "COUNT(DISTINCT " + text() + ")",
            "COUNT(DISTINCT c." + pick(OTHERS) + ")",
            "MIN(" + text() + ")",
            "MAX(" + text() + ")",
            "MIN(c." + pick(OTHERS) + ")",
            "MAX(c." + pick(OTHERS) + ")",
            "SUM(c." + pick("si", "i", "b", "n", "w") + ")",
            "SUM(DISTINCT c." + pick("i", "n") + ")",
            "AVG(c." + pick("si", "i", "n") + ")",
            "BOOL_AND(c.o)",
            "BOOL_OR(" + condition(0) + ")",
            "EVERY(c.o)",
            "BIT_AND(c." + pick("si", "i", "b") + ")",
            "BIT_OR(c." + pick("si", "i", "b") + ")",
            "BIT_XOR(c.i)")
        + filter;
  }

  private String top() {
    String key = random.nextInt(3) == 0 ? "c." + pick(OTHERS) : text();
    return "SELECT c.id, "
        + key
        + " FROM $c AS c WHERE "
        + condition(1)
        + " ORDER BY "
        + key
        + pick("", " DESC")
        + pick("", " NULLS FIRST", " NULLS LAST")
        + ", c.id LIMIT "
        + (1 + random.nextInt(30))
        + pick("", " OFFSET 3", " OFFSET 100");
  }

  private String joined() {
    String type = pick("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
    boolean full = type.equals("FULL JOIN");
    String on =
        switch (random.nextInt(full ? 3 : 6)) {
          case 0, 1 -> text() + " = " + text("k");
          case 2 -> "c." + pick("i = k.i", "n = k.n", "d = k.d", "f = k.f", "o = k.o", "tz = k.tz");
          case 3 -> text() + " < " + text("k") + " AND c.id = k.id";
          case 4 -> text() + " = " + text("k") + " AND c.i > k.si";
          default -> text() + " IS NOT DISTINCT FROM " + text("k");
        };
    return "SELECT c.id, k.id, "
        + text()
        + ", "
        + text("k")
        + " FROM $c AS c "
        + type
        + " $k AS k ON "
        + on
        + pick("", " WHERE k.id IS NULL OR c.id < 30", " WHERE " + condition(0));
  }

  private String related() {
    String condition =
        switch (random.nextInt(5)) {
          case 0 -> text() + " IN (SELECT " + text("k") + " FROM $k AS k WHERE k.i > 0)";
          case 1 ->
              text()
                  + " NOT IN (SELECT "
                  + text("k")
                  + " FROM $k AS k WHERE "
                  + "k.txt_c IS NOT NULL AND k.i < 50)";
          case 2 ->
              pick("", "NOT ")
                  + "EXISTS (SELECT 1 FROM $k AS k WHERE "
                  + text("k")
                  + " = "
                  + text()
                  + " AND k.id <> c.id)";
          case 3 ->
              text()
                  + pick(" > ", " <= ")
                  + pick("ALL", "ANY")
                  + " (SELECT "
                  + text("k")
                  + " FROM $k AS k WHERE k.o)";
          default -> "(c.i, c.o) IN (SELECT k.i, k.o FROM $k AS k)";
        };
    return "SELECT c.id, " + text() + " FROM $c AS c WHERE " + condition + pick("", " OR c.o");
  }

  private String combined() {
    String operator =
        pick(
            " UNION ", " UNION ALL ", " INTERSECT ", " INTERSECT ALL ", " EXCEPT ", " EXCEPT ALL ");
    String other = pick("i", "n", "d", "o", "f");
    return "SELECT "
        + text()
        + ", c."
        + other
        + " FROM $c AS c WHERE "
        + condition(1)
        + operator
        + "SELECT "
        + text("k")
        + ", k."
        + other
        + " FROM $k AS k";
  }

  private String windows() {
    String partition =
        pick("", "PARTITION BY " + text() + " ", "PARTITION BY c.o, " + text() + " ");
    String order = "ORDER BY " + pick(text(), "c." + pick(OTHERS)) + pick("", " DESC") + ", c.id";
    String frame =
        pick(
            "",
            " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
            " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
            " ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING");
    String ranked =
        pick(
            "ROW_NUMBER()",
            "RANK()",
            "DENSE_RANK()",
            "NTILE(4)",
            "PERCENT_RANK()",
            "CUME_DIST()",
            "LAG(" + text() + ")",
            "LEAD(" + text() + ", 2, 'x')",
            "LAG(c.i, 1, 0)",
            "LEAD(c.d)");
    String framed =
        pick(
            "MIN(" + text() + ")",
            "MAX(" + text() + ")",
            "COUNT(" + text() + ")",
            "SUM(c.n)",
            "SUM(c.i)",
            "AVG(c.n)",
            "FIRST_VALUE(" + text() + ")",
            "LAST_VALUE(c.w)",
            "NTH_VALUE(" + text() + ", 2)",
            "MAX(c.tz)",
            "BOOL_OR(c.o)");
    return "SELECT c.id, "
        + ranked
        + " OVER ("
        + partition
        + order
        + "), "
        + framed
        + " OVER ("
        + partition
        + order
        + frame
        + ") FROM $c AS c WHERE "
        + condition(1);
  }

  private String groupingSets() {
    String key = text();
    String other = text();
    String sets =
        pick(
                "GROUPING SETS ((%1$s, c.o), (c.o), ())",
                "CUBE (%1$s, c.o)", "ROLLUP (c.o, %1$s)", "GROUPING SETS ((%1$s), (c.o))")
            .formatted(key);
    return "SELECT "
        + key
        + ", c.o, "
        + pick("GROUPING(" + key + ")", "GROUPING(c.o, " + key + ")")
        + ", COUNT(*), MAX("
        + other
        + "), "
        + aggregate()
        + " FROM $c AS c WHERE "
        + condition(0)
        + " GROUP BY "
        + sets;
  }

  private String collected() {
    String value = text();
    String call =
        pick(
                "STRING_AGG(%1$s, ',' ORDER BY %2$s, c.id)",
                "STRING_AGG(%1$s, ';' ORDER BY c.id DESC)",
                "STRING_AGG(DISTINCT %1$s, '-' ORDER BY %1$s)",
                "STRING_AGG(%1$s, %2$s ORDER BY c.id)",
                "ARRAY_AGG(%1$s ORDER BY %2$s DESC, c.id)")
            .formatted(value, text());
    return "SELECT c.o, " + call + " FROM $c AS c WHERE " + condition(1) + " GROUP BY c.o";
  }

  private String scalar() {
    String query =
        pick(
            "SELECT MAX(" + text("k") + ") FROM $k AS k WHERE " + text("k") + " = " + text(),
            "SELECT COUNT(*) FROM $k AS k WHERE " + text("k") + " < " + text(),
            "SELECT k.vc FROM $k AS k WHERE k.id = c.id",
            "SELECT " + text("k") + " FROM $k AS k WHERE k.i = c.i ORDER BY k.id LIMIT 1",
            "SELECT SUM(k.n) FROM $k AS k WHERE k.o = c.o");
    return "SELECT c.id, (" + query + ") FROM $c AS c WHERE " + condition(1);
  }

  private String values() {
    return "SELECT c.id, x.w FROM $c AS c "
        + pick("JOIN", "LEFT JOIN")
        + " (VALUES (1, "
        + pick(WORDS)
        + "), (2, "
        + pick(WORDS)
        + "), (NULL, 'zoe')) AS x(n, w) ON "
        + text()
        + pick(" = ", " < ")
        + "x.w AND c.id > x.n";
  }

  private String selfJoined() {
    return "SELECT c.id, d.id FROM $c AS c JOIN $c AS d ON "
        + text()
        + " = "
        + text("d")
        + " AND c.id < d.id WHERE "
        + condition(1);
  }

  private String text() {
    return text("c");
  }

  private String text(String alias) {
    return alias + "." + pick(TEXTS);
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

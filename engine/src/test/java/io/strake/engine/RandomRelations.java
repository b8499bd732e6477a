/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random statements about whole relations: windows, grouping sets, set operations, sub-queries of
 * every kind, lateral joins, arrays and limits. What they ask for has one answer: orders are total
 * where the answer depends on them.
 */
final class RandomRelations {
  private static final List<String> ORDERS =
      List.of("t.id", "t.n, t.id", "t.s DESC, t.id", "t.d DESC NULLS LAST, t.id", "t.f, t.id DESC");

  private final Random random;
  private final RandomStatements scalars;

  RandomRelations(Random random, RandomStatements scalars) {
    this.random = random;
    this.scalars = scalars;
  }

  String next() {
    return switch (random.nextInt(14)) {
      case 0, 1 -> windows();
      case 2 -> windowsOfGroups();
      case 3 -> topOfEachGroup();
      case 4, 5 -> groupingSets();
      case 6 -> orderedAggregates();
      case 7 -> threeInputs();
      case 8 -> quantified();
      case 9 -> correlated();
      case 10 -> lateral();
      case 11 -> joins();
      case 12 -> arrays();
      default -> nestedLimits();
    };
  }

  private String windows() {
    return "SELECT t.id, "
        + window()
        + ", "
        + window()
        + " FROM $t AS t WHERE "
        + scalars.condition(1);
  }

  private String window() {
    return switch (random.nextInt(5)) {
      case 0 ->
          pick(
                  "ROW_NUMBER()",
                  "NTILE(3)",
                  "RANK()",
                  "DENSE_RANK()",
                  "PERCENT_RANK()",
                  "CUME_DIST()")
              + " OVER ("
              + partition()
              + " ORDER BY "
              + order()
              + ")";
      case 1 ->
          pick("RANK()", "DENSE_RANK()", "PERCENT_RANK()", "CUME_DIST()")
              + " OVER (ORDER BY "
              + pick("t.s", "t.i DESC", "t.n NULLS FIRST", "t.d")
              + ")";
      case 2 ->
          pick("LAG", "LEAD")
              + pick("(t.n)", "(t.s, 2)", "(t.i, 1, 7)", "(t.d, 3)", "(t.i, 0)", "(t.ts)")
              + " OVER ("
              + partition()
              + " ORDER BY "
              + order()
              + ")";
      case 3 ->
          pick("FIRST_VALUE(t.s)", "LAST_VALUE(t.n)", "NTH_VALUE(t.i, 2)", "LAST_VALUE(t.d)")
              + " OVER ("
              + partition()
              + " ORDER BY "
              + order()
              + rows()
              + ")";
      default ->
          aggregateOverWindow() + " OVER (" + partition() + pick("", " ORDER BY " + framed()) + ")";
    };
  }

  private String aggregateOverWindow() {
    return pick(
        "SUM(t.i)",
        "SUM(t.n)",
        "SUM(t.b)",
        "AVG(t.i)",
        "AVG(t.n)",
        "AVG(t.f)",
        "COUNT(*)",
        "COUNT(t.s)",
        "MIN(t.s)",
        "MAX(t.n)",
        "MAX(t.ts)",
        "BOOL_OR(t.o)",
        "STDDEV_POP(t.i)",
        "VAR_SAMP(t.n)");
  }

  private String framed() {
    return switch (random.nextInt(4)) {
      case 0 -> order() + rows();
      case 1 ->
          "t.id RANGE BETWEEN "
              + random.nextInt(4)
              + " PRECEDING AND "
              + pick("CURRENT ROW", "3 FOLLOWING", "UNBOUNDED FOLLOWING");
      case 2 ->
          "t.n RANGE BETWEEN 0.75 PRECEDING AND "
              + pick("CURRENT ROW", "1.5 FOLLOWING", "UNBOUNDED FOLLOWING");
      default -> pick("t.i", "t.s DESC", "t.d, t.i");
    };
  }

  private String rows() {
    return pick(
        "",
        " ROWS BETWEEN 2 PRECEDING AND CURRENT ROW",
        " ROWS BETWEEN 1 PRECEDING AND 2 FOLLOWING EXCLUDE CURRENT ROW",
        " ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING",
        " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
        " ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING");
  }

  private String partition() {
    return pick("", "PARTITION BY t.s", "PARTITION BY t.o", "PARTITION BY t.i, t.o");
  }

  private String windowsOfGroups() {
    String key = pick("t.s", "t.i", "t.o");
    return "SELECT "
        + key
        + ", RANK() OVER (ORDER BY SUM(t.n) DESC, "
        + key
        + "), SUM(COUNT(*)) OVER (ORDER BY "
        + key
        + ") FROM $t AS t WHERE "
        + scalars.condition(1)
        + " GROUP BY "
        + key;
  }

  private String topOfEachGroup() {
    return "SELECT x.id, x.r + 1 FROM (SELECT t.id, t.i, ROW_NUMBER() OVER (PARTITION BY "
        + pick("t.s", "t.o", "t.i")
        + " ORDER BY "
        + order()
        + ") AS r FROM $t AS t WHERE "
        + scalars.condition(2)
        + ") AS x WHERE x.r <= "
        + (1 + random.nextInt(3))
        + pick("", " AND x.i > 0");
  }

  private String groupingSets() {
    String sets =
        pick(
            "GROUPING SETS ((t.s, t.o), (t.o), ())",
            "GROUPING SETS ((t.s), (t.o), (t.s, t.o))",
            "CUBE (t.s, t.o)",
            "ROLLUP (t.s, t.o)",
            "ROLLUP (t.o, t.s)");
    return "SELECT t.s, t.o, "
        + pick("GROUPING(t.s)", "GROUPING(t.o, t.s)", "COUNT(*)")
        + ", "
        + aggregate()
        + ", "
        + aggregate()
        + " FROM $t AS t WHERE "
        + scalars.condition(0)
        + " GROUP BY "
        + sets
        + pick("", " HAVING COUNT(*) > 2");
  }

  private String aggregate() {
    String filter = random.nextInt(3) == 0 ? " FILTER (WHERE " + scalars.condition(2) + ")" : "";
    return pick(
            "SUM(t.i)",
            "SUM(DISTINCT t.i)",
            "AVG(t.n)",
            "AVG(DISTINCT t.i)",
            "COUNT(DISTINCT t.d)",
            "STDDEV_SAMP(t.i)",
            "STDDEV_POP(t.f)",
            "VAR_POP(t.n)",
            "BOOL_AND(t.o)",
            "EVERY(t.i > 0)",
            "BIT_AND(t.i)",
            "BIT_OR(t.b)",
            "COVAR_POP(t.f, t.i)",
            "REGR_SXX(t.f, t.n)",
            "\"corr\"(t.f, t.i)",
            "\"corr\"(t.i, t.n)",
            "MAX(t.ts)",
            "MIN(t.f)")
        + filter;
  }

  private String orderedAggregates() {
    String key = pick("t.s", "t.o", "t.i");
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      calls.add(
          pick(
              "STRING_AGG(t.s, ',' ORDER BY t.id)",
              "STRING_AGG(t.s, t.s ORDER BY t.n, t.id DESC)",
              "STRING_AGG(DISTINCT t.s, '-' ORDER BY t.s)",
              "ARRAY_AGG(t.i ORDER BY t.id DESC)",
              "ARRAY_AGG(t.n ORDER BY t.d NULLS FIRST, t.id)",
              "PERCENTILE_CONT(0.3) WITHIN GROUP (ORDER BY t.n)",
              "PERCENTILE_CONT(0.75) WITHIN GROUP (ORDER BY t.f DESC)",
              "PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY t.i DESC)",
              "PERCENTILE_DISC(0.9) WITHIN GROUP (ORDER BY t.d)",
              "MODE() WITHIN GROUP (ORDER BY t.i DESC)",
              "MODE() WITHIN GROUP (ORDER BY t.d)",
              "MODE() WITHIN GROUP (ORDER BY t.n)"));
    }
    return "SELECT "
        + key
        + ", "
        + String.join(", ", calls)
        + " FROM $t AS t WHERE "
        + scalars.condition(1)
        + " GROUP BY "
        + key;
  }

  private String threeInputs() {
    String first = "SELECT t.i, t.s FROM $t AS t WHERE " + scalars.condition(1);
    String second = "SELECT u.i, u.s FROM $u AS u" + pick("", " WHERE u.n > 0");
    String third = "SELECT t.n, t.s FROM $t AS t WHERE " + scalars.condition(2);
    return random.nextBoolean()
        ? first + operator() + second + operator() + third
        : first + operator() + "(" + second + operator() + third + ")";
  }

  private String operator() {
    return pick(
        " UNION ", " UNION ALL ", " INTERSECT ", " INTERSECT ALL ", " EXCEPT ", " EXCEPT ALL ");
  }

  private String quantified() {
    String inner = " FROM $u AS u" + pick("", " WHERE u.n > 0", " WHERE u.o = t.o");
    String condition =
        switch (random.nextInt(6)) {
          case 0 -> "t.i NOT IN (SELECT u.i" + inner + ")";
          case 1 ->
              "t.i NOT IN (SELECT u.i FROM $u AS u WHERE u.i IS NOT NULL AND u.i "
                  + pick("> 3", "= t.i + 1")
                  + ")";
          case 2 -> "t.n " + pick(">", "<=", "<>") + " ALL (SELECT u.n" + inner + ")";
          case 3 -> "t.n " + pick("<", ">=", "=") + " ANY (SELECT u.n" + inner + ")";
          case 4 -> "(t.i, t.s) IN (SELECT u.i, u.s" + inner + ")";
          default ->
              "NOT EXISTS (SELECT 1 FROM $u AS u WHERE u.i IS NOT DISTINCT FROM t.i AND u.id <> t.id)";
        };
    return "SELECT t.id FROM $t AS t WHERE " + condition + pick("", " OR t.id < 20");
  }

  private String correlated() {
    String query =
        pick(
            "SELECT COUNT(*) FROM $u AS u WHERE u.i = t.i",
            "SELECT SUM(u.n) + 1 FROM $u AS u WHERE u.s < t.s",
            "SELECT COALESCE(MAX(u.n), 0) FROM $u AS u WHERE u.i = t.i AND u.n < t.n",
            "SELECT u.id FROM $u AS u WHERE u.id >= t.id ORDER BY u.id LIMIT 1",
            "SELECT MIN(u.s) FROM $u AS u WHERE u.o = t.o AND u.i IN (SELECT v.i FROM $t AS v WHERE v.id = t.id)");
    return "SELECT t.id, (" + query + ") FROM $t AS t WHERE " + scalars.condition(1);
  }

  private String lateral() {
    String query =
        pick(
            "SELECT u.id FROM $u AS u WHERE u.i = t.i ORDER BY u.n, u.id LIMIT 2",
            "SELECT MAX(u.n) AS id FROM $u AS u WHERE u.i = t.i",
            "SELECT COUNT(*) AS id FROM $u AS u WHERE u.s = t.s AND u.n > t.n",
            "SELECT u.id + t.id AS id FROM $u AS u WHERE u.i = t.i AND u.n < t.n",
            "SELECT t.i + 1 AS id UNION ALL SELECT t.id");
    boolean outer = random.nextBoolean();
    return "SELECT t.id, x.id FROM $t AS t "
        + (outer ? "LEFT JOIN LATERAL (" : "CROSS JOIN LATERAL (")
        + query
        + (outer ? ") AS x ON TRUE WHERE " : ") AS x WHERE ")
        + scalars.condition(1);
  }

  private String joins() {
    String type = pick("JOIN", "LEFT JOIN", "RIGHT JOIN");
    String condition =
        pick(
            "t.i IS NOT DISTINCT FROM u.i AND t.id < u.id",
            "t.n = u.i",
            "t.id BETWEEN u.id AND u.id + 1",
            "t.s = u.s AND t.n < u.n",
            "t.f = u.f",
            "t.i = u.i AND (t.o OR u.o)",
            "t.d > u.d AND t.i = u.i");
    return "SELECT t.id, u.id FROM $t AS t "
        + type
        + " $u AS u ON "
        + condition
        + " WHERE "
        + pick("t.id < 60", "u.n > 0", "t.id IS NULL OR u.id IS NULL", "t.o");
  }

  private String arrays() {
    return switch (random.nextInt(4)) {
      case 0 ->
          "SELECT t.id, x.v FROM $t AS t CROSS JOIN UNNEST(ARRAY[t.i, t.id, 3]) AS x(v) WHERE "
              + scalars.condition(1);
      case 1 ->
          "SELECT y.s, x.v FROM (SELECT t.s, ARRAY_AGG(t.n ORDER BY t.id) AS a FROM $t AS t WHERE "
              + scalars.condition(1)
              + " GROUP BY t.s) AS y CROSS JOIN UNNEST(y.a) AS x(v)";
      case 2 ->
          "SELECT y.s, CARDINALITY(y.a), y.a[1], y.a[3] FROM (SELECT t.s, ARRAY_AGG(t.i ORDER BY"
              + " t.id) AS a FROM $t AS t WHERE "
              + scalars.condition(1)
              + " GROUP BY t.s) AS y";
      default ->
          "SELECT t.id, x.v, x.o FROM $t AS t CROSS JOIN UNNEST(ARRAY[t.s, 'b']) WITH ORDINALITY AS"
              + " x(v, o) WHERE "
              + scalars.condition(1);
    };
  }

  private String nestedLimits() {
    return "SELECT x.id, x.k FROM (SELECT t.id, t.i AS k FROM $t AS t WHERE "
        + scalars.condition(1)
        + " ORDER BY "
        + order()
        + pick(" LIMIT 30", " LIMIT 50 OFFSET 5", " OFFSET 10")
        + ") AS x"
        + pick("", " WHERE x.k > 0")
        + " ORDER BY x.k "
        + pick("", "DESC ", "NULLS FIRST ")
        + ", x.id LIMIT "
        + random.nextInt(25);
  }

  private String order() {
    return ORDERS.get(random.nextInt(ORDERS.size()));
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

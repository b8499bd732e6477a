/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.calcite.rel.RelNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random joins have the same rows in any order. The tables say arbitrary things of themselves, true
 * or not, so that the orders differ.
 */
@Tag("long")
class RandomJoinOrderTest {
  private static final int STATEMENTS = Integer.getInteger("strake.joins.statements", 100);
  private static final long SEED = Long.getLong("strake.joins.seed", 20261125);
  private static final List<String> COLUMNS = List.of("a", "b", "c");
  private static final int MOST_TABLES = 6;

  private final Random random = new Random(SEED);

  @Test
  void changesNoResult() throws Exception {
    int changed = 0;
    int filled = 0;
    for (int i = 0; i < STATEMENTS; i++) {
      int count = 3 + random.nextInt(MOST_TABLES - 2);
      String sql = statement(count);
      RelNode query = new JoinQueries(tables(count)).parse(sql);
      RelNode ordered = JoinOrder.apply(query);

      List<String> rows = JoinQueries.rows(query);
      assertThat(JoinQueries.rows(ordered)).as("%d: %s", i, sql).isEqualTo(rows);
      assertThat(ordered.getRowType()).as(sql).isEqualTo(query.getRowType());
      changed += ordered == query ? 0 : 1;
      filled += rows.isEmpty() ? 0 : 1;
    }

    assertThat(changed).as("queries with another order").isGreaterThan(STATEMENTS / 3);
    assertThat(filled).as("queries with rows").isGreaterThan(STATEMENTS / 5);
  }

  private Map<String, ClaimingTable> tables(int count) {
    Map<String, ClaimingTable> tables = new HashMap<>();
    for (int i = 0; i < count; i++) {
      List<Object[]> rows = new ArrayList<>();
      for (int row = 2 + random.nextInt(7); row > 0; row--) {
        rows.add(new Object[] {value(), value(), value()});
      }
      List<Integer> keys = random.nextInt(4) == 0 ? List.of(random.nextInt(3)) : List.of();
      Map<String, Double> distinct =
          random.nextBoolean() ? Map.of("a", 1.0 + random.nextInt(1000)) : Map.of();
      double claimed = Math.pow(10, random.nextInt(7));
      tables.put("t" + i, new ClaimingTable(COLUMNS, rows, claimed, keys, distinct));
    }
    return tables;
  }

  private Integer value() {
    return random.nextInt(12) == 0 ? null : random.nextInt(3);
  }

  private String statement(int count) {
    StringBuilder from = new StringBuilder("t0 x0");
    List<String> where = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      switch (random.nextInt(8)) {
        case 0 -> from.append(" left join t%d x%d on %s".formatted(i, i, equality(i)));
        case 1 ->
            from.append(
                " join (select a, b + 1 as b, a + c as c from t%d where b < 2) x%d on %s"
                    .formatted(i, i, equality(i)));
        case 2, 3 -> {
          from.append(" cross join t%d x%d".formatted(i, i));
          where.add(equality(i));
        }
        default -> from.append(" join t%d x%d on %s".formatted(i, i, condition(i)));
      }
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      where.add(condition(1 + random.nextInt(count - 1)));
    }
    if (random.nextInt(3) == 0) {
      where.add(column(count) + " < " + random.nextInt(3));
    }
    String condition = where.isEmpty() ? "" : " where " + String.join(" and ", where);
    return "select %s, %s + %s, x0.a, x%d.b from %s%s"
        .formatted(column(count), column(count), column(count), count - 1, from, condition);
  }

  /** Returns a condition of a table with those before it. */
  private String condition(int table) {
    return switch (random.nextInt(9)) {
      case 0 -> equality(table) + " and " + equality(table);
      case 1 -> "(" + equality(table) + " or " + equality(table) + ")";
      case 2 -> own(table) + " <= " + column(table);
      case 3 -> own(table) + " + " + column(table) + " = " + column(table);
      case 4 -> own(table) + " is not distinct from " + column(table);
      case 5 -> own(table) + " + 1 = " + column(table) + " + 2";
      default -> equality(table);
    };
  }

  private String equality(int table) {
    return own(table) + " = " + column(table);
  }

  private String own(int table) {
    return "x" + table + "." + COLUMNS.get(random.nextInt(COLUMNS.size()));
  }

  /** Returns a column of one of the first tables. */
  private String column(int tables) {
    return own(random.nextInt(tables));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order tables are joined, by what they say of themselves. */
class JoinOrderTest {
  /** A fact table, its dimensions in a chain, and a table that knows nothing. */
  private static final JoinQueries SHOP =
      new JoinQueries(
          Map.of(
              "region", ClaimingTable.of(5, "id", "name").withDistinct("name", 5),
              "nation", ClaimingTable.of(25, "id", "region"),
              "customer", ClaimingTable.of(150_000, "id", "nation"),
              "orders", ClaimingTable.of(1_500_000, "id", "customer", "placed"),
              "item",
                  new ClaimingTable(
                      List.of("orders", "supplier", "part"),
                      List.of(),
                      6_000_000,
                      List.of(),
                      Map.of()),
              "supplier", ClaimingTable.of(10_000, "id", "nation"),
              "part", ClaimingTable.of(200_000, "id", "size").withDistinct("size", 50)));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The filtered end of the chain comes first, and the smaller side is built, on the right
        "select 1 from customer c, orders o, item i, supplier s, nation n, region r where c.id = o.customer and i.orders = o.id and i.supplier = s.id and c.nation = s.nation and s.nation = n.id and n.region = r.id and r.name = 1 and o.placed < 9 | ((item (orders (customer (nation region)))) supplier)",
        // as written it would join all line items with all orders first
        "select 1 from item i join orders o on i.orders = o.id join part p on i.part = p.id where p.size = 7 | (orders (item part))",
        // nothing to gain
        "select 1 from item i join part p on i.part = p.id join orders o on i.orders = o.id where p.size = 7 | ((item part) orders)",
        // tables that are not connected as they stand
        "select 1 from nation n, customer c, region r where n.id = c.nation and r.id = n.region | (customer (nation region))",
        "select 1 from region r, part p, nation n where n.region = r.id and p.size = 3 | (part x (nation region))",
        // equal to the same is equal to each other
        "select 1 from customer c, supplier s, nation n where c.nation = s.nation and s.nation = n.id and n.region = 3 | (customer (supplier nation))",
        // an outer join stays where it is, and is ordered inside
        "select 1 from (select i.part from item i join orders o on i.orders = o.id join customer c on o.customer = c.id where c.nation = 3) x left join part p on x.part = p.id | ((item (orders customer)) left part)",
        "select 1 from orders o left join item i on i.orders = o.id join customer c on o.customer = c.id join nation n on c.nation = n.id where n.region = 1 | ((orders left item) (customer nation))",
        // a condition of three tables waits for the third
        "select 1 from customer c, nation n, region r where c.nation = n.id and n.region = r.id and c.id + n.id > r.name | (customer (nation region))"
      })
  void orders(String sql, String order) throws Exception {
    assertThat(JoinQueries.order(JoinOrder.apply(SHOP.parse(sql)))).isEqualTo(order);
  }

  @Test
  void writesEachEqualityOnceAndTheOutputAsItWas() throws Exception {
    RelNode query =
        SHOP.parse(
            "select c.id + 1 as a, s.id, n.region from customer c, supplier s, nation n"
                + " where c.nation = s.nation and s.nation = n.id and n.region = 3 and c.id < s.id");

    assertThat(RelOptUtil.toString(JoinOrder.apply(query)).replace("\r", ""))
        .isEqualTo(
            """
            LogicalProject(A=[+($0, 1)], ID=[$2], REGION=[$5])
              LogicalJoin(condition=[AND(=($1, $3), <($0, $2))], joinType=[inner])
                LogicalTableScan(table=[[customer]])
                LogicalJoin(condition=[=($1, $2)], joinType=[inner])
                  LogicalTableScan(table=[[supplier]])
                  LogicalFilter(condition=[=($1, 3)])
                    LogicalTableScan(table=[[nation]])
            """);
  }

  @Test
  void keepsTheOrderAsWrittenWhereNothingIsKnown() throws Exception {
    Map<String, ClaimingTable> tables = new HashMap<>();
    for (int i = 0; i < 6; i++) {
      tables.put(
          "t" + i, new ClaimingTable(List.of("a", "b"), List.of(), 100, List.of(), Map.of()));
    }
    RelNode query =
        new JoinQueries(tables)
            .parse(
                "select 1 from t3 join t1 on t3.a = t1.b join t5 on t1.a = t5.b"
                    + " join t0 on t5.a = t0.b");

    assertThat(JoinOrder.apply(query)).isSameAs(query);
  }

  @Test
  void ordersAgainWhatIsInOrderWithoutAChange() throws Exception {
    RelNode ordered =
        JoinOrder.apply(
            SHOP.parse(
                "select 1 from item i join orders o on i.orders = o.id"
                    + " join part p on i.part = p.id where p.size = 7"));

    assertThat(JoinOrder.apply(ordered)).isSameAs(ordered);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20, 40, 64, 70, 130})
  void endsSoonForManyTables(int count) throws Exception {
    for (String shape : List.of("t%1$d.a = t%2$d.b", "t%1$d.a = t0.b", "t%1$d.a = t%2$d.a", "")) {
      RelNode query = many(count, shape);
      long start = System.nanoTime();

      RelNode ordered = JoinOrder.apply(query);

      assertThat(System.nanoTime() - start).as(shape).isLessThan(5_000_000_000L);
      assertThat(joins(ordered)).isEqualTo(count - 1);
      assertThat(ordered.getRowType()).isEqualTo(query.getRowType());
    }
  }

  @Test
  void endsWhenPlanningIsCancelled() throws Exception {
    JoinGroup group = JoinGroup.of(((Project) many(40, "t%1$d.a = t0.b")).getInput());
    RelOptCluster cluster = group.inputs().get(0).getCluster();
    JoinGraph graph =
        JoinGraphBuilder.build(group, cluster.getMetadataQuery(), cluster.getRexBuilder());
    Runnable cancelled =
        () -> {
          throw new CancellationException();
        };

    assertThatThrownBy(() -> new JoinSearch(graph, cancelled).run())
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void estimatesRowsByTheDomainsOfKeys() throws Exception {
    RelNode join =
        SHOP.parse("select 1 from item i join orders o on i.orders = o.id where o.customer = 5");
    RelNode filtered = SHOP.parse("select 1 from region where name = 2 or name = 3");

    assertThat(join.getCluster().getMetadataQuery().getRowCount(join)).isBetween(1.0, 1e6);
    assertThat(filtered.getCluster().getMetadataQuery().getRowCount(filtered)).isBetween(1.7, 2.1);
  }

  private static RelNode many(int count, String condition) throws Exception {
    Map<String, ClaimingTable> tables = new HashMap<>();
    List<String> names = new ArrayList<>();
    List<String> conditions = new ArrayList<>(List.of("t0.a > 0"));
    for (int i = 0; i < count; i++) {
      tables.put("t" + i, ClaimingTable.of(1000 + i * 7919 % 997 * 100, "a", "b"));
      names.add("t" + i);
      if (i > 0 && !condition.isEmpty()) {
        conditions.add(condition.formatted(i, i - 1));
      }
    }
    return new JoinQueries(tables)
        .parse(
            "select 1 from "
                + String.join(", ", names)
                + " where "
                + String.join(" and ", conditions));
  }

  private static int joins(RelNode rel) {
    int own = rel instanceof Join ? 1 : 0;
    return own + rel.getInputs().stream().mapToInt(JoinOrderTest::joins).sum();
  }
}

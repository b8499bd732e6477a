/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.engine.PreparedQuery;
import io.strake.engine.PreparedQuery.PushedQuery;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests of the queries of the demonstration: the federated answers against those of one plain
 * PostgreSQL that holds all tables in schemas of the same names.
 */
@Tag("long")
class ShopQueriesTest {
  private static final ShopScale SMALL = new ShopScale(1_000, 12_000, 100, 20_000);

  /** The only column that comes from a division, an average, and so has no exact value. */
  private static final String DIVIDED_COLUMN = "stars";

  private static final String DIVIDING_QUERY = "2-top-customers-with-ratings";
  private static final int DIVIDED_DIGITS = 4;

  private static final Deque<AutoCloseable> OPENED = new ArrayDeque<>();
  private static EmbeddedPostgres plainPostgres;
  private static DemoSession session;
  private static QueryClient plain;

  @BeforeAll
  static void start() throws Exception {
    plainPostgres = keep(EmbeddedPostgres.start());
    Shop shop = keep(Shop.start(SMALL, line -> {}, ShopQueriesTest::loadEverything));
    DemoFiles files = keep(DemoFiles.write(shop));
    session = keep(DemoSession.open(files.model()));
    plain = keep(new JdbcQueryClient("plain PostgreSQL", plainPostgres.connect()));
  }

  @AfterAll
  static void stop() throws Exception {
    while (!OPENED.isEmpty()) {
      OPENED.pop().close();
    }
  }

  static List<ShopQuery> queries() {
    return ShopQuery.all();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void givesTheRowsOfPlainPostgresThroughJdbc(ShopQuery query) throws Exception {
    assertSameRows(query, session.jdbc());
  }

  @ParameterizedTest
  @MethodSource("queries")
  void givesTheRowsOfPlainPostgresThroughFlightSql(ShopQuery query) throws Exception {
    assertSameRows(query, session.flight());
  }

  @Test
  void sendsTheJoinInsideOneDatabaseThereAsAWhole() {
    PreparedQuery query = session.prepare(query("6-orders-by-segment").sql());

    assertThat(query.pushed())
        .singleElement()
        .satisfies(pushed -> assertThat(pushed.source()).isEqualTo("crm"))
        .satisfies(
            pushed ->
                assertThat(pushed.request())
                    .containsIgnoringCase("join")
                    .containsIgnoringCase("group by"));
  }

  @Test
  void asksAllThreeSourcesAboutOneCustomer() {
    PreparedQuery query = session.prepare(query("5-one-customer-everywhere").sql());

    assertThat(query.pushed()).extracting(PushedQuery::source).contains("crm", "lake", "market");
  }

  private static void assertSameRows(ShopQuery query, QueryClient client) throws Exception {
    QueryAnswer expected = plain.run(query.sql());
    QueryAnswer actual = client.run(query.sql());

    assertThat(expected.rows()).isNotEmpty();
    assertThat(actual.columns()).isEqualTo(expected.columns());
    assertThat(comparable(query, actual)).containsExactlyElementsOf(comparable(query, expected));
  }

  private static List<List<@Nullable Object>> comparable(ShopQuery query, QueryAnswer answer) {
    int divided =
        query.name().equals(DIVIDING_QUERY) ? answer.columns().indexOf(DIVIDED_COLUMN) : -1;
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (List<@Nullable Object> row : answer.rows()) {
      List<@Nullable Object> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(comparable(row.get(i), i == divided));
      }
      rows.add(values);
    }
    return rows;
  }

  /** Numbers become decimals without trailing zeros, so that 1, 1.0 and 1.00 are the same. */
  private static @Nullable Object comparable(@Nullable Object value, boolean divided) {
    if (!(value instanceof Number)) {
      return value;
    }
    BigDecimal number = new BigDecimal(value.toString());
    return (divided ? number.setScale(DIVIDED_DIGITS, RoundingMode.HALF_UP) : number)
        .stripTrailingZeros();
  }

  private static <T extends AutoCloseable> T keep(T resource) {
    OPENED.push(resource);
    return resource;
  }

  private static ShopQuery query(String name) {
    return ShopQuery.all().stream().filter(q -> q.name().equals(name)).findFirst().orElseThrow();
  }

  private static void loadEverything(ShopData data) throws SQLException, IOException {
    try (Connection connection = plainPostgres.connect()) {
      ShopPostgres loader = new ShopPostgres(data, connection);
      for (ShopTable table : ShopTable.values()) {
        assertThat(loader.load(table)).isEqualTo(data.rowCount(table)).isPositive();
      }
      loader.finish();
    }
  }
}

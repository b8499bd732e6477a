/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of decimals around the limits of 64 bits, against {@link BigDecimal}. */
final class LocalProductsTest {
  /** Pairs of a DECIMAL(16, 2) and a DECIMAL(12, 4); null for NULL. */
  private static final String[][] PAIRS = {
    {"1.25", "0.5000"},
    {"99999.00", "100000.0000"},
    {"99999999999999.99", "99999999.9999"},
    {"-99999999999999.99", "99999999.9999"},
    {"99999999999999.99", "-99999999.9999"},
    {"99999999999999.99", "99.0000"},
    {"999999.00", "999999.0000"},
    {"1000000.01", "1000000.0001"},
    {"99.99", "99999999.9999"},
    {"100.00", "99999999.9999"},
    {null, "99999999.9999"},
    {"99999999999999.99", null},
    {"0.00", "99999999.9999"},
  };

  private static FederationEngine engine;

  @BeforeAll
  static void open() {
    engine = FederationEngine.open(EngineOptions.of("inline:{version: '1.0', schemas: []}"));
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void eachRowIsExact() {
    List<BigDecimal> expected = new ArrayList<>();
    for (String[] pair : PAIRS) {
      expected.add(product(pair));
    }
    assertThat(run("SELECT a * b FROM " + pairs(PAIRS) + " ORDER BY n")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 13})
  void sumsAreExact(int rows) {
    String[][] pairs = java.util.Arrays.copyOf(PAIRS, rows);
    BigDecimal expected = BigDecimal.ZERO;
    for (String[] pair : pairs) {
      expected = expected.add(Objects.requireNonNullElse(product(pair), BigDecimal.ZERO));
    }
    assertThat(run("SELECT SUM(a * b) FROM " + pairs(pairs))).containsExactly(expected.setScale(6));
  }

  @Test
  void sumOfNothingButNullIsNull() {
    assertThat(run("SELECT SUM(a * b) FROM " + pairs(PAIRS) + " WHERE a IS NULL"))
        .containsExactly((BigDecimal) null);
  }

  @Test
  void distinctAndFilteredSumsAreExact() {
    String twice = pairs(new String[][] {PAIRS[2], PAIRS[2], PAIRS[0]});
    BigDecimal large = Objects.requireNonNull(product(PAIRS[2]));
    assertThat(run("SELECT SUM(DISTINCT a * b) FROM " + twice))
        .containsExactly(large.add(new BigDecimal("0.625")));
    assertThat(run("SELECT SUM(a * b) FILTER (WHERE a > 2) FROM " + twice))
        .containsExactly(large.add(large));
  }

  /** The first product alone does not fit although the whole does. */
  @Test
  void chainsOfFactorsAreExact() {
    String sql = "SELECT SUM(a * (1 - b) * (1 + b)) FROM ";
    String[][] large = {{"99999999.99", "99999999.9999"}};
    BigDecimal expected = new BigDecimal("99999999.99");
    BigDecimal b = new BigDecimal("99999999.9999");
    expected =
        expected.multiply(BigDecimal.ONE.subtract(b)).multiply(BigDecimal.ONE.add(b)).setScale(10);
    assertThat(run(sql + pairs(large))).isEqualTo(List.of(expected));
    assertThat(run(sql + pairs(new String[][] {PAIRS[0]})))
        .containsExactly(new BigDecimal("0.9375000000"));
  }

  @Test
  void integersMayBeTheLeastOfTheirType() {
    String values =
        "(VALUES (CAST(-2147483648 AS INTEGER), CAST(9.5 AS DECIMAL(12, 2)))) AS t(i, d)";
    assertThat(run("SELECT SUM(d * i) FROM " + values))
        .containsExactly(new BigDecimal("-20401094656.00"));
  }

  private static BigDecimal product(String[] pair) {
    return pair[0] == null || pair[1] == null
        ? null
        : new BigDecimal(pair[0]).multiply(new BigDecimal(pair[1]));
  }

  /** Returns the pairs, numbered, as a table (n, a, b). */
  private static String pairs(String[][] pairs) {
    List<String> rows = new ArrayList<>();
    for (String[] pair : pairs) {
      rows.add(
          "(%d, CAST(%s AS DECIMAL(16, 2)), CAST(%s AS DECIMAL(12, 4)))"
              .formatted(rows.size(), pair[0], pair[1]));
    }
    return "(VALUES " + rows.stream().collect(Collectors.joining(", ")) + ") AS t(n, a, b)";
  }

  private static List<BigDecimal> run(String sql) {
    PreparedQuery query = engine.queries().prepare(sql, Session.ANONYMOUS);
    assertThat(query.plan()).contains("sql=[");
    List<BigDecimal> values = new ArrayList<>();
    try (QueryResult result = engine.queries().execute(query, Session.ANONYMOUS)) {
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          values.add((BigDecimal) result.batch().getVector(0).getObject(row));
        }
      }
    }
    return values;
  }
}

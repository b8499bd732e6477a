/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of products whose rows fit 64 bits, or do not, against {@link BigDecimal}. */
final class NarrowSumsTest {
  private static final String NARROW = "CAST(NULL AS DECIMAL(18, ";

  /** Rows of a group, DECIMAL(12, 2), DECIMAL(13, 2) and DECIMAL(13, 2); null for NULL. */
  private static final List<List<String>> MIXED =
      List.of(
          Arrays.asList("1", "901.25", "0.95", "1.08"),
          Arrays.asList("1", "-104949.50", "0.90", "1.00"),
          Arrays.asList("1", "9999999999.99", "99999999999.99", "99999999999.99"),
          Arrays.asList("1", "-9999999999.99", "99999999999.99", "0.01"),
          Arrays.asList("2", "9999999999.99", "9999.99", "-99.99"),
          Arrays.asList("2", "9999999999.99", "10000.00", "0.00"),
          Arrays.asList("2", "999.99", "-99999999999.99", "1.00"),
          Arrays.asList("2", "0.00", "99999999999.99", "99999999999.99"),
          Arrays.asList("3", "9999999999.99", "99999999999.99", "1.00"),
          Arrays.asList("3", "-9999999999.98", "-99999999999.99", "99999999999.98"),
          Arrays.asList("4", null, "99999999999.99", "1.00"),
          Arrays.asList("4", "1.00", null, "1.00"),
          Arrays.asList("5", "1.00", "2.00", null),
          Arrays.asList("5", "3.00", "0.50", "4.00"));

  private static final String TABLE =
      LocalQueries.table(MIXED, "INTEGER", "DECIMAL(12, 2)", "DECIMAL(13, 2)", "DECIMAL(13, 2)");

  private static LocalQueries queries;

  @BeforeAll
  static void open() {
    queries = LocalQueries.open();
  }

  @AfterAll
  static void close() {
    queries.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"SUM(a * b)", "SUM(a * b), SUM(a * b * c)", "SUM(a * b * c), SUM(c * a), SUM(a)"})
  void groupsOfSmallAndLargeRowsAreExact(String sums) {
    String sql = "SELECT g, %s FROM %s GROUP BY g ORDER BY g".formatted(sums, TABLE);

    List<List<Object>> expected = new ArrayList<>();
    for (int group = 1; group <= 5; group++) {
      List<Object> row = new ArrayList<>(List.of(group));
      for (String sum : sums.split(", ")) {
        row.add(sum(sum.substring(4, sum.length() - 1), group));
      }
      expected.add(row);
    }
    assertThat(queries.run(sql)).isEqualTo(expected);
    assertThat(queries.plan(sql)).contains(NARROW);
  }

  @Test
  void conditionsAndFactorsAreWrittenOnce() {
    String plan =
        queries.plan("SELECT SUM(a * (1 - b)), SUM(a * (1 - b) * (1 + c)), AVG(a) FROM " + TABLE);

    assertThat(plan.split(" - t\\d+.c\\d+\\)", -1)).as("1 - b").hasSize(2);
    assertThat(plan.split(" \\+ t\\d+.c\\d+\\)", -1)).as("1 + c, and the two sums").hasSize(4);
    assertThat(plan)
        .contains(
            "CASE WHEN (abs(t1.c1) <= CAST('9999.99' AS DECIMAL(14, 2)))"
                + " THEN CAST((t1.c0 * t1.c1) AS DECIMAL(18, 4)) WHEN ")
        .contains(
            "CASE WHEN ((abs(t2.c2) <= CAST('99.99' AS DECIMAL(14, 2)))"
                + " AND (abs(t2.c3) <= CAST('9999999999.9999' AS DECIMAL(18, 4))))"
                + " THEN CAST((t2.c3 * t2.c2) AS DECIMAL(18, 6)) WHEN ")
        .contains("SUM(t3.c3)", "SUM(CASE WHEN (t3.c3 IS NULL) THEN CAST((CAST(")
        .contains("SUM(t3.c4)", "SUM(CASE WHEN (t3.c4 IS NULL) THEN CAST((CAST(");
  }

  @Test
  void noRowsHaveNoSum() {
    assertThat(
            queries.run(
                "SELECT SUM(a * b), COUNT(a * b), AVG(a * b) FROM " + TABLE + " WHERE g > 9"))
        .containsExactly(Arrays.asList(null, 0L, null));
  }

  @Test
  void filtersChooseRows() {
    String sql =
        "SELECT SUM(a * b) FILTER (WHERE c = 1), SUM(a * b) FILTER (WHERE c > 90000000000),"
            + " SUM(a * b) FILTER (WHERE c = 7), SUM(b) FILTER (WHERE c = 1) FROM "
            + TABLE;

    assertThat(queries.run(sql))
        .containsExactly(
            Arrays.asList(
                sum("a * b", row -> new BigDecimal("1.00").equals(value(row, 3))),
                sum("a * b", row -> value(row, 3) != null && value(row, 3).precision() > 12),
                null,
                sum("b", row -> new BigDecimal("1.00").equals(value(row, 3)))));
    assertThat(queries.plan(sql)).contains(NARROW);
  }

  @Test
  void groupingSetsKeepTheirGroups() {
    String sql =
        "SELECT g, c, GROUPING(g), SUM(a * b) FROM "
            + TABLE
            + " WHERE g = 5 OR g = 3 GROUP BY GROUPING SETS ((g), (c), ()) ORDER BY 1, 2";

    List<List<Object>> rows = queries.run(sql);
    BigDecimal three = Objects.requireNonNull(sum("a * b", 3));
    BigDecimal five = Objects.requireNonNull(sum("a * b", 5));
    assertThat(rows).hasSize(2 + 4 + 1);
    assertThat(rows.get(0)).isEqualTo(Arrays.asList(3, null, 0L, three));
    assertThat(rows.get(1)).isEqualTo(Arrays.asList(5, null, 0L, five));
    assertThat(rows).contains(Arrays.asList(null, null, 1L, three.add(five)));
    assertThat(rows)
        .contains(Arrays.asList(null, new BigDecimal("4.00"), 1L, new BigDecimal("1.5000")));
    assertThat(queries.plan(sql)).contains(NARROW);
  }

  /** Neither a group nor an aggregate but the sum: no column is left but those of the products. */
  @Test
  void productsOfConstantsAlone() {
    assertThat(queries.run("SELECT SUM(12345678.90 * 98765432109.87) FROM " + TABLE))
        .containsExactly(
            List.of(
                new BigDecimal("12345678.90")
                    .multiply(new BigDecimal("98765432109.87"))
                    .multiply(BigDecimal.valueOf(MIXED.size()))));
  }

  /** Averages are sums over counts, those of nullable products among them. */
  @Test
  void averagesAndCountsAreThoseOfAllRows() {
    String sql =
        "SELECT AVG(a * b), COUNT(a * b), $SUM0(a * b), MIN(a * b), COUNT(DISTINCT a * b) FROM "
            + TABLE;

    BigDecimal sum = Objects.requireNonNull(sum("a * b", row -> true));
    List<BigDecimal> products =
        MIXED.stream().map(row -> product(row, "a * b")).filter(Objects::nonNull).toList();
    List<Object> row = queries.run(sql).get(0);
    BigDecimal count = BigDecimal.valueOf(products.size());
    assertThat((BigDecimal) row.get(0))
        .isEqualByComparingTo(sum.divide(count, 16, RoundingMode.HALF_UP));
    assertThat(row.subList(1, 5))
        .containsExactly(
            (long) products.size(),
            sum,
            products.stream().min(BigDecimal::compareTo).orElseThrow(),
            products.stream().distinct().count());
    assertThat(queries.plan(sql)).contains(NARROW);
  }

  @Test
  void sumOfNothingIsZeroIfItsFunctionSaysSo() {
    assertThat(queries.run("SELECT $SUM0(a * b) FROM " + TABLE + " WHERE g = 4"))
        .containsExactly(List.of(new BigDecimal("0.0000")));
  }

  @Test
  void constantsAndParametersAreFactors() {
    assertThat(queries.run("SELECT SUM(a * 1234567890.12) FROM " + TABLE + " WHERE g = 1"))
        .containsExactly(
            List.of(Objects.requireNonNull(sum("a", 1)).multiply(new BigDecimal("1234567890.12"))));
  }

  @Test
  void havingAndOrderSeeTheWholeSum() {
    String sql =
        "SELECT g FROM " + TABLE + " GROUP BY g HAVING SUM(a * b) > 0 ORDER BY SUM(a * b * c) DESC";

    assertThat(queries.run(sql)).containsExactly(List.of(3), List.of(5), List.of(2));
  }

  private static @Nullable BigDecimal sum(String product, int group) {
    return sum(product, row -> row.get(0).equals(String.valueOf(group)));
  }

  private static @Nullable BigDecimal sum(String product, Function<List<String>, Boolean> filter) {
    return MIXED.stream()
        .filter(filter::apply)
        .map(row -> product(row, product))
        .filter(Objects::nonNull)
        .reduce(BigDecimal::add)
        .orElse(null);
  }

  /** Returns a product such as {@code a * b} of a row; null for NULL. */
  private static @Nullable BigDecimal product(List<String> row, String factors) {
    BigDecimal product = BigDecimal.ONE;
    for (String factor : factors.split(" \\* ")) {
      BigDecimal value = value(row, "gabc".indexOf(factor));
      if (value == null) {
        return null;
      }
      product = product.multiply(value);
    }
    return product;
  }

  private static @Nullable BigDecimal value(List<String> row, int column) {
    return row.get(column) == null ? null : new BigDecimal(row.get(column));
  }
}

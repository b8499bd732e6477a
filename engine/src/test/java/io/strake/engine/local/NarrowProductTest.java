/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products at the limits of 64 bits and next to them, against {@link BigDecimal}. */
final class NarrowProductTest {
  private static final String NARROW = "CAST(NULL AS DECIMAL(18, ";

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
  @CsvSource({
    "12, 2, 13, 2, 13, 2",
    "13, 2, 12, 2, 5, 4",
    "18, 2, 18, 2, 3, 2",
    "18, 0, 18, 0, 1, 0",
    "18, 6, 10, 4, 9, 2",
    "16, 2, 12, 4, 15, 6",
    "10, 2, 9, 6, 18, 4",
    "4, 2, 18, 10, 4, 2"
  })
  void boundariesOfAllDigitsAreExact(
      int precision, int scale, int precision2, int scale2, int precision3, int scale3) {
    Random random = new Random(precision * 1000L + precision2);
    List<List<String>> rows = new ArrayList<>();
    for (int digits = 0; digits <= precision; digits++) {
      for (int next = 0; next < 9; next++) { // to 18 digits of the two factors together
        BigDecimal a = boundary(random, digits, next / 3 - 1, precision, scale);
        BigDecimal b = boundary(random, 18 - digits, next % 3 - 1, precision2, scale2);
        BigDecimal c = boundary(random, random.nextInt(precision3), 0, precision3, scale3);
        if (a.multiply(b).multiply(c).precision() <= 37) {
          String group = String.valueOf(rows.size());
          rows.add(List.of(group, a.toString(), b.toString(), c.toString()));
        }
      }
    }
    String table =
        LocalQueries.table(
            rows,
            "INTEGER",
            "DECIMAL(%d, %d)".formatted(precision, scale),
            "DECIMAL(%d, %d)".formatted(precision2, scale2),
            "DECIMAL(%d, %d)".formatted(precision3, scale3));

    assertThat(
            queries.run(
                "SELECT g, SUM(a * b), SUM(a * b * c) FROM " + table + " GROUP BY g ORDER BY g"))
        .isEqualTo(
            rows.stream()
                .map(
                    row -> {
                      BigDecimal two =
                          new BigDecimal(row.get(1)).multiply(new BigDecimal(row.get(2)));
                      return List.<Object>of(
                          Integer.valueOf(row.get(0)),
                          two,
                          two.multiply(new BigDecimal(row.get(3))));
                    })
                .toList());
  }

  @Test
  void integersMayBeTheLeastOfTheirType() {
    List<List<String>> rows =
        List.of(
            List.of("-2147483648", "-32768", "9999999999.99"),
            List.of("2147483647", "32767", "-0.01"),
            List.of("-2147483648", "-32768", "0.01"),
            List.of("99999999", "0", "9999999999.99"));
    String table = LocalQueries.table(rows, "INTEGER", "SMALLINT", "DECIMAL(12, 2)");

    assertThat(queries.run("SELECT SUM(b * g), SUM(a * b * g), SUM(b * a * b) FROM " + table))
        .containsExactly(
            List.of(
                sum(rows, row -> row[2].multiply(row[0])),
                sum(rows, row -> row[1].multiply(row[2]).multiply(row[0])),
                sum(rows, row -> row[2].multiply(row[1]).multiply(row[2]))));
  }

  @Test
  void moreThan38DigitsAreAnError() {
    List<String> row = List.of("1", "999999999999999999", "999999999999999999", "1000");
    String table =
        LocalQueries.table(List.of(row), "INTEGER", "DECIMAL(18)", "DECIMAL(18)", "DECIMAL(18)");

    assertThat(queries.run("SELECT SUM(a * b) FROM " + table))
        .containsExactly(List.of(new BigDecimal("999999999999999998000000000000000001")));
    assertThatThrownBy(() -> queries.run("SELECT SUM(a * b * c) FROM " + table))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("out of range");
  }

  /** Without digits left before the point almost no row would fit. */
  @ParameterizedTest
  @CsvSource({"'DECIMAL(18, 9)', 'DECIMAL(18, 9)'", "'BIGINT', 'DECIMAL(18, 2)'"})
  void productsThatHardlyEverFitStayWhole(String a, String b) {
    String table = LocalQueries.table(List.of(List.of("1", "3", "2.5")), "INTEGER", a, b);

    List<List<Object>> rows = queries.run("SELECT SUM(a * b) FROM " + table);
    assertThat((BigDecimal) rows.get(0).get(0)).isEqualByComparingTo("7.5");
    assertThat(queries.plan("SELECT SUM(a * b) FROM " + table)).doesNotContain(NARROW);
  }

  /** Returns a number of either sign whose digits are a power of ten, or that many more. */
  private static BigDecimal boundary(
      Random random, int digits, int more, int precision, int scale) {
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    BigInteger value = BigInteger.TEN.pow(digits).add(BigInteger.valueOf(more)).min(most);
    return new BigDecimal(random.nextBoolean() ? value : value.negate(), scale);
  }

  private static BigDecimal sum(
      List<List<String>> rows, Function<BigDecimal[], BigDecimal> product) {
    return rows.stream()
        .map(row -> product.apply(row.stream().map(BigDecimal::new).toArray(BigDecimal[]::new)))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}

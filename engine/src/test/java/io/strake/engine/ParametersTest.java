/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters, pushed down, in the local engine and in generated code. */
class ParametersTest {
  private static final List<Object> ROW =
      Arrays.asList(
          true,
          (short) 7,
          8,
          9_000_000_000L,
          new BigDecimal("12.34"),
          1.5f,
          Double.NaN,
          "it's é日",
          "\u0001\u00ff".getBytes(StandardCharsets.ISO_8859_1),
          LocalDate.of(2024, 2, 29),
          LocalTime.parse("10:11:12.123456"),
          LocalDateTime.parse("2024-02-29T10:11:12.123456"),
          Instant.parse("2024-02-29T10:11:12.123456Z"));

  private static final List<String> COLUMNS =
      List.of("o", "h", "i", "b", "n", "r", "f", "s", "y", "d", "t", "ts", "tz");

  private static EmbeddedPostgres postgres;
  private static FederationEngine engine;

  @BeforeAll
  static void load() throws Exception {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(
          "CREATE TABLE v (o boolean, h smallint, i integer, b bigint, n numeric(10, 2), r real,"
              + " f double precision, s text, y bytea, d date, t time, ts timestamp,"
              + " tz timestamptz)");
      sql.execute(
          "INSERT INTO v VALUES (true, 7, 8, 9000000000, 12.34, 1.5, 'NaN', 'it''s é日', '\\x01ff',"
              + " '2024-02-29', '10:11:12.123456', '2024-02-29 10:11:12.123456',"
              + " '2024-02-29 10:11:12.123456+00'), (false, 1, 1, 1, 1, 1, 1, '', '\\x',"
              + " '2000-01-01', '00:00', '2000-01-01', '2000-01-01 00:00:00+00')");
      sql.execute("INSERT INTO v (i) VALUES (NULL)");
    }
    engine =
        FederationEngine.open(
            EngineOptions.of(
                "inline:{version: '1.0', schemas: [{name: 'pg', type: 'custom', factory:"
                    + " 'io.strake.postgres.PostgresSchemaFactory', operand: {url: '"
                    + postgres.jdbcUrl()
                    + "', user: '"
                    + postgres.user()
                    + "'}}]}"));
  }

  @AfterAll
  static void closeWithoutLeaks() throws Exception {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    postgres.close();
  }

  /** Pushed down as it is; in the local engine behind a function that the server is not given. */
  @ParameterizedTest
  @ValueSource(strings = {"%s", "case when upper(s) = 'ZZZ' then null else %s end"})
  void findEveryTypeAndNothingForNull(String expression) {
    for (int i = 0; i < COLUMNS.size(); i++) {
      String column = expression.formatted(COLUMNS.get(i));
      PreparedQuery query = prepare("select count(*) from pg.v where " + column + " = ?");

      if (!COLUMNS.get(i).equals("y")) { // bytes are compared by generated code only
        assertThat(query.plan().contains("LocalToArrow")).isEqualTo(!expression.equals("%s"));
        assertThat(query.plan()).doesNotContain("Enumerable");
      }
      assertThat(run(query, ROW.get(i))).as(COLUMNS.get(i)).isEqualTo("[[1]]");
      assertThat(run(query, (Object) null)).as(COLUMNS.get(i)).isEqualTo("[[0]]");
    }
  }

  @Test
  void arePushedDownTypedAndNamed() {
    PreparedQuery query = prepare("select i from pg.v where s = ? and n > ?");

    assertThat(query.parameterTypes())
        .extracting(RelDataType::toString)
        .containsExactly("VARCHAR", "DECIMAL(10, 2)");
    assertThat(query.parameterSchema().getFields().get(0).getName()).isEqualTo("$1");
    assertThat(query.plan()).doesNotContain("Local").contains("$1").contains("$2");
    assertThat(query.pushed().get(0).request()).contains("= $1").contains("> $2");
    assertThat(run(query, "it's é日", new BigDecimal("12.33"))).isEqualTo("[[8]]");
    assertThat(run(query, "'; drop table v; --", BigDecimal.ZERO)).isEqualTo("[]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select cast(? as integer) + 1                                    | 2 | [[3]]",
        "select cast(? as decimal(4, 1))                                  | 2.25 | [[2.3]]",
        "select cast(? as varchar(2))                                     | abc | [[ab]]",
        "select i from pg.v where i in (?, 99)                            | 8 | [[8]]",
        "select i from pg.v where i not in (?, 99)                        | 8 | [[1]]",
        "select i from pg.v where i between ? and 100                     | 2 | [[8]]",
        "select i from pg.v where i is not null order by i limit ?        | 1 | [[1]]",
        "select i from pg.v where i is not null order by i offset ?       | 1 | [[8]]",
        "select count(*) from pg.v group by h having max(i) > ?           | 2 | [[1]]",
        "select a.i from pg.v a join pg.v b on a.i = b.i and b.i > ?      | 2 | [[8]]",
        "select case when i = ? then 'yes' else 'no' end from pg.v where i > 0 order by i | 8 | [[no], [yes]]",
        "select case when i = 8 then 's' when i = ? then 't' end from pg.v where i > 0 order by i | 1 | [[t], [s]]",
        "select substring(s from ?) from pg.v where i = 8                 | 6 | [[é日]]",
        "select i from pg.v where s like ?                                | it% | [[8]]",
        "select coalesce(i, cast(? as integer)) from pg.v order by 1      | 5 | [[1], [5], [8]]",
        "select char_length(?), upper(?)                                  | ab | [[2, AB]]",
        "select i from pg.v where exists (select 1 from pg.v w where w.i = ?) and i > 1 | 1 | [[8]]",
        "select sum(i) filter (where i > ?) from pg.v                     | 1 | [[8]]",
        "select x from (values (1), (2)) as t(x) where x > ?              | 1 | [[2]]",
        "select x + ? from (values (1)) as t(x)                           | 4 | [[5]]",
        "select i, rank() over (order by i + ?) from pg.v where i = 8     | 4 | [[8, 1]]"
      })
  void standWhereverValuesStand(String sql, String value, String rows) {
    PreparedQuery query = prepare(sql);
    boolean number =
        query.parameterTypes().get(0).getSqlTypeName().name().matches(".*INT.*|DECI.*");

    Object bound = number ? new BigDecimal(value) : value;
    Object[] values = Collections.nCopies(query.parameterTypes().size(), bound).toArray();

    assertThat(run(query, values)).isEqualTo(rows);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select i from pg.v where h = ?                | 40000 | VALUE_OUT_OF_RANGE | parameter 1 does not fit its type SMALLINT",
        "select i from pg.v where i = ?                | 1.5   | VALUE_OUT_OF_RANGE | parameter 1 does not fit its type INTEGER",
        "select i from pg.v where n = ?                | 1.234 | VALUE_OUT_OF_RANGE | parameter 1 does not fit its type DECIMAL(10, 2)",
        "select i from pg.v where i = ?                | x     | DATA_EXCEPTION     | cannot be a String",
        "select i from pg.v limit ?                    | -1    | INVALID_ROW_COUNT  | must not be negative",
        "select i from pg.v                            | 1     | WRONG_PARAMETERS   | has 0 parameters but 1 values",
        "select i from pg.v where i = ? and h = ?      | 1     | WRONG_PARAMETERS   | has 2 parameters but 1 values"
      })
  void refuseWhatDoesNotFit(String sql, String value, ErrorCode code, String message) {
    PreparedQuery query = prepare(sql);
    Object bound = value.equals("x") ? value : new BigDecimal(value);

    assertThatThrownBy(() -> run(query, bound))
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void refuseExecutionWithoutValuesAndUnknownTypes() {
    assertThatThrownBy(() -> run(prepare("select i from pg.v where i = ?")))
        .hasMessageContaining("bind one value for each '?'");
    assertThatThrownBy(() -> prepare("select ? from pg.v"))
        .hasMessageContaining("write CAST(? AS type)");
  }

  @Test
  void areShownByTheirNumbersInThePlan() {
    assertThat(run(prepare("explain plan for select upper(s) from pg.v where i = ? limit ?")))
        .contains("$1")
        .contains("$2")
        .doesNotContain("?0");
  }

  @Test
  void reachGeneratedCodeToo() {
    PreparedQuery titles =
        prepare("select initcap(s || ?) from pg.v where initcap(s || 'x') <> ? and d = ?");

    assertThat(titles.plan()).contains("Enumerable");
    assertThat(run(titles, " ab", "Ab", LocalDate.of(2000, 1, 1))).isEqualTo("[[ Ab]]");
  }

  private static PreparedQuery prepare(String sql) {
    return engine.queries().prepare(sql, Session.ANONYMOUS);
  }

  private static String run(PreparedQuery query, Object... values) {
    return TestRows.of(engine.queries().execute(query, Arrays.asList(values), Session.ANONYMOUS))
        .toString();
  }
}

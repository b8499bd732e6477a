/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements that need no source. */
class QueryServiceTest {
  private static final String T =
      "(values (1, 'a', 1.50), (2, 'b', 2.25), (3, cast(null as varchar), 0.25)) as t(i, s, d)";

  private FederationEngine engine;

  @BeforeEach
  void open() {
    engine =
        FederationEngine.open(
            EngineOptions.of("inline:{version: '1.0', schemas: [{type: 'map', name: 'empty'}]}"));
  }

  @AfterEach
  void closeWithoutLeaks() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "select 1 + 1                                          | [[2]]",
        "select i, s from T where i > 1 order by i desc        | [[3, null], [2, b]]",
        "select sum(d), count(*), min(s), max(i) from T        | [[4.00, 3, a, 3]]",
        "select avg(i), avg(d) from T                          | [[2.0000000000000000, 1.3333333333333333]]",
        "select i / 2, -i / 2, mod(-i, 2) from T where i = 3   | [[1, -1, -1]]",
        "select d / 3 from T where i = 1                       | [[0.5000000000000000]]",
        "select a.i, b.s from T a join T b on a.i = b.i - 1 order by 1 | [[1, b], [2, null]]",
        "select a.i from T a where exists (select 1 from T b where b.i = a.i + 1) order by 1 | [[1], [2]]",
        "select i from T where i in (select i from T where i > 1) order by i | [[2], [3]]",
        "select i from T where s not in (select 'a' from T) order by i | [[2]]",
        "select i from T union all select 9 order by 1         | [[1], [2], [3], [9]]",
        "select i from T except select 2 order by 1            | [[1], [3]]",
        "select case when i = 1 then 'one' else 'other' end from T order by i | [[one], [other], [other]]",
        "select i from T where s like '_' order by i           | [[1], [2]]",
        "select extract(year from date '2024-02-29')           | [[2024]]",
        "select count(distinct s) filter (where i < 3) from T  | [[2]]",
        "select r = i, r <= n, r between n and n, r in (n) from (values (cast(16777216 as real), 16777217, 16777216.5)) as t(r, i, n) | [[false, true, false, false]]",
        "select extract(decade from cast(cast(cast(cast(cast(t as timestamp with time zone) as varchar) as timestamp with time zone) as varchar) as timestamp with time zone)) from (values ('2024-10-27 02:30:00')) as t(t) | [[202]]",
        "select cast(0.1 as real) <= n from (values (0.1)) as t(n) | [[false]]",
        "select cast(n / 1 as varchar) from (values (cast(2 as decimal(12, 2)))) as t(n) | [[2.0000000000000000]]",
        "select i, row_number() over (order by i desc) from T order by 1 | [[1, 3], [2, 2], [3, 1]]",
        "select (select max(i) from T) from T where i = 1      | [[3]]",
        "select upper('straße 日本'), char_length('日本')        | [[STRAẞE 日本, 2]]",
        "select i from T order by i limit 1 offset 1           | [[2]]",
        "select i from T limit 0                               | []",
        "select coalesce(s, '-'), nullif(i, 1) from T order by i | [[a, null], [b, 2], [-, 3]]",
        "select cast(2.5 as decimal(3, 0)), cast('7' as integer) | [[3, 7]]",
        "select 9223372036854775807 + cast(0 as bigint)        | [[9223372036854775807]]",
        "select sum(x) from (values (9223372036854775807), (1)) as t(x) | [[9223372036854775808]]",
        "select i, sum(cast(i as bigint)) from T group by rollup(i) order by i | [[1, 1], [2, 2], [3, 3], [null, 6]]",
        "select cast(ts as timestamp(3)) from (values (timestamp '2024-01-01 00:00:00.987654')) as u(ts) | [[2024-01-01T00:00:00.988]]",
        "select ts, count(*) from (values (timestamp '2024-01-01 00:00:00.987654'), (timestamp '2024-01-01 00:00:00.987655')) as u(ts) group by rollup(ts) order by 1 | [[2024-01-01T00:00:00.987654, 1], [2024-01-01T00:00:00.987655, 1], [null, 2]]",
        "select i, 2 as k, count(*) from T group by i order by k, i | [[1, 2, 1], [2, 2, 1], [3, 2, 1]]",
        "select cast(32000 as smallint) * i * 1000 from T where i = 1 | [[32000000]]",
        "select d / d / d from T where i = 3 | [[4.0000000000000000]]",
        "select i, count(*) from T group by rollup(i) order by i | [[1, 1], [2, 1], [3, 1], [null, 3]]",
        "select distinct i from T where not (d / i > - cast(null as integer)) | []",
        "select distinct i, d / i = - cast(null as integer) from T where i = 1 | [[1, null]]",
        "select i from T where i in (select max(i) from T where d / i <> - cast(null as integer) group by i) | []",
        "select a.i from T a left join T b on a.i = - cast(null as integer) / b.i order by 1 | [[1], [2], [3]]"
      })
  void answers(String sql, String rows) {
    assertThat(
            rows(sql.replace(" T", " " + T)
                    .replace(T + " a", alias("a"))
                    .replace(T + " b", alias("b")))
                .toString())
        .isEqualTo(rows);
  }

  private static String alias(String name) {
    return T.replace("as t(", "as " + name + "(");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selec 1                         | SYNTAX_ERROR     | 42601",
        "select * from nope              | UNKNOWN_TABLE    | 42P01",
        "select nope from (values (1)) as t(i) | UNKNOWN_COLUMN | 42703",
        "select nope(1)                  | UNKNOWN_FUNCTION | 42883",
        "insert into nope values (1)     | READ_ONLY        | 25006",
        "select i / 0 from (values (1), (2)) as t(i) | DIVISION_BY_ZERO | 22012",
        "select i * 2 from (values (2147483647), (1)) as t(i) | VALUE_OUT_OF_RANGE | 22003",
        "select (select i from (values (1), (2)) as u(i)) from (values (1)) as t(i) | DATA_EXCEPTION | 22000"
      })
  void refuses(String sql, ErrorCode code, String sqlState) {
    assertThat(code.sqlState()).isEqualTo(sqlState);
    failure(() -> rows(sql)).extracting(StrakeException::code).isEqualTo(code);
  }

  @Test
  void describesTheResultBeforeItRuns() {
    PreparedQuery query =
        engine.queries().prepare("select 1 as a, cast(null as varchar) as b", Session.ANONYMOUS);

    assertThat(query.schema().toString()).isEqualTo("Schema<a: Int(32, true) not null, b: Utf8>");
    try (QueryResult result = engine.queries().execute(query, Session.ANONYMOUS)) {
      assertThat(result.schema()).isEqualTo(query.schema());
    }
  }

  @Test
  void explainsWithTheLocalStatement() {
    assertThat(
            rows("explain plan for select i + 1 from (values (1), (2)) as t(i) where i > 1")
                .toString())
        .contains("LocalToArrowConverter")
        .contains("SELECT CAST((t0.c0 + CAST('1' AS INTEGER)) AS INTEGER)");
  }

  @Test
  void stopsAtItsDeadline() {
    Session hasty = Session.ANONYMOUS.withTimeout(java.time.Duration.ofMillis(700));
    String digits = "(values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9))";
    StringBuilder sql = new StringBuilder("select count(*) from " + digits + " as t0(x)");
    for (int i = 1; i < 10; i++) {
      sql.append(" cross join ").append(digits).append(" as t").append(i).append("(x)");
    }
    sql.append(" where t0.x + t1.x + t2.x + t3.x + t4.x + t5.x + t6.x + t7.x + t8.x + t9.x = 45");
    PreparedQuery query = engine.queries().prepare(sql.toString(), Session.ANONYMOUS);

    failure(() -> drain(engine.queries().execute(query, hasty)))
        .extracting(StrakeException::code)
        .isEqualTo(ErrorCode.TIMEOUT);
  }

  private static AbstractThrowableAssert<?, StrakeException> failure(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return assertThatThrownBy(call)
        .asInstanceOf(
            org.assertj.core.api.InstanceOfAssertFactories.throwable(StrakeException.class));
  }

  private List<List<Object>> rows(String sql) {
    return drain(engine.queries().execute(sql, Session.ANONYMOUS));
  }

  private static List<List<Object>> drain(QueryResult result) {
    List<List<Object>> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        VectorSchemaRoot batch = result.batch();
        for (int row = 0; row < batch.getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (FieldVector column : batch.getFieldVectors()) {
            values.add(column.getObject(row));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }
}

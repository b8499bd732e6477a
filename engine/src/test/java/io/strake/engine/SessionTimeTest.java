/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.planner.StrakeException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time and the zone of the session in a statement, and in the plan that sessions share. */
class SessionTimeTest {
  private static final String NOON =
      "SELECT CAST(CAST(x AS TIMESTAMP WITH TIME ZONE) AS VARCHAR)"
          + " FROM (VALUES ('2024-07-01 12:00:00Z')) AS t(x)";

  private static EmbeddedPostgres postgres;
  private static FederationEngine engine;

  @BeforeAll
  static void open() throws Exception {
    postgres = EmbeddedPostgres.start();
    try (Connection connection = postgres.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(
          "CREATE TABLE times AS SELECT i AS id, now() - i * INTERVAL '1' DAY AS tz,"
              + " CURRENT_DATE - i AS d FROM generate_series(1, 5) AS g(i)");
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

  @Test
  void isOneTimeInTheWholeStatement() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<Object> row =
        only(
            "SELECT CURRENT_TIMESTAMP, NOW(), COUNT(*) FILTER (WHERE x = CURRENT_TIMESTAMP),"
                + " CAST(CURRENT_TIMESTAMP AS TIMESTAMP) = LOCALTIMESTAMP,"
                + " CAST(LOCALTIMESTAMP AS DATE) = CURRENT_DATE,"
                + " CAST(LOCALTIMESTAMP AS TIME) = LOCALTIME, CURRENT_TIME = LOCALTIME"
                + " FROM (SELECT CURRENT_TIMESTAMP AS x FROM pg.times) AS t",
            session("Asia/Tokyo"));
    Instant after = Instant.now();

    long micros = (Long) row.get(0);
    assertThat(Instant.EPOCH.plus(micros, ChronoUnit.MICROS)).isBetween(before, after);
    assertThat(row.subList(1, 7)).containsExactly(micros, 5L, true, true, true, true);
  }

  @Test
  void isAnotherTimeForTheNextRunOfTheSamePlan() throws Exception {
    Session session = session("UTC");
    PreparedQuery query = engine.queries().prepare("SELECT CURRENT_TIMESTAMP", session);
    Object first = TestRows.of(engine.queries().execute(query, session)).get(0).get(0);
    Thread.sleep(5);
    Object second = TestRows.of(engine.queries().execute(query, session)).get(0).get(0);

    assertThat((Long) second).isGreaterThan((Long) first);
  }

  @Test
  void sessionsOfAllZonesShareAPlan() {
    only(NOON, session("UTC"));
    long misses = engine.planCache().misses();

    assertThat(only(NOON, session("Europe/Berlin"))).hasToString("[2024-07-01 14:00:00+02]");
    assertThat(only(NOON, session("America/St_Johns"))).hasToString("[2024-07-01 09:30:00-02:30]");
    assertThat(only("SELECT LOCALTIMESTAMP", session("Pacific/Kiritimati")).get(0))
        .isInstanceOfSatisfying(
            LocalDateTime.class,
            time ->
                assertThat(time)
                    .isCloseTo(
                        LocalDateTime.now(ZoneId.of("Pacific/Kiritimati")),
                        org.assertj.core.api.Assertions.within(1, ChronoUnit.MINUTES)));
    assertThat(engine.planCache().misses() - misses).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"+02:00, 2024-07-01 14:00:00+02", "UTC-5, 2024-07-01 07:00:00-05"})
  void offsetsOfWholeHoursAreZones(String zone, String text) {
    assertThat(only(NOON, session(zone))).containsExactly(text(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0044-03-15 12:00:00Z BC, 0044-03-15 08:29:08-03:30:52 BC",
    "2024-01-05 1:02:03.5+05:30, 2024-01-04 16:02:03.5-03:30",
    "2024-03-10 02:30:00, 2024-03-10 03:30:00-02:30",
    "2024-11-03 01:30:00, 2024-11-03 01:30:00-03:30",
    "2024-11-03 01:30:00-02:30, 2024-11-03 01:30:00-02:30"
  })
  void readsInstantsWithAndWithoutOffset(String written, String shown) {
    Session session = session("America/St_Johns");
    String cast = "CAST('" + written + "' AS TIMESTAMP WITH TIME ZONE)";
    String literal = "TIMESTAMP WITH TIME ZONE '" + written + "'";

    assertThat(only("SELECT CAST(" + cast + " AS VARCHAR)", session)).containsExactly(text(shown));
    assertThat(only("SELECT CAST(" + literal + " AS VARCHAR)", session))
        .containsExactly(text(shown));
    assertThat(only("SELECT COUNT(*) FROM pg.times WHERE " + literal + " < tz", session))
        .containsExactly(5L);
  }

  @Test
  void instantsOfMissingDatesAreNull() {
    List<Object> row =
        only(
            "SELECT COUNT(CAST(d AS TIMESTAMP WITH TIME ZONE)), COUNT(*)"
                + " FROM (SELECT CASE WHEN id > 2 THEN d END AS d FROM pg.times) AS t",
            session("America/St_Johns"));

    assertThat(row).containsExactly(3L, 5L);
  }

  @Test
  void otherOffsetsAreRefusedIfTheStatementDependsOnThem() {
    Session session = session("+05:30");

    assertThat(only("SELECT 1", session)).containsExactly(1);
    assertThatThrownBy(() -> only(NOON, session))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("+05:30")
        .hasMessageContaining("Asia/Kolkata");
  }

  @Test
  void refusesUnknownZones() {
    assertThatThrownBy(
            () -> only("SELECT TIMEZONE('Nowhere/Land', LOCALTIMESTAMP)", session("UTC")))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("no such time zone")
        .hasMessageContaining("Nowhere/Land");
  }

  @Test
  void sourcesGetTheTimeAsALiteral() {
    PreparedQuery query =
        engine
            .queries()
            .prepare(
                "SELECT id FROM pg.times WHERE tz < CURRENT_TIMESTAMP AND d < CURRENT_DATE"
                    + " AND id < 4",
                session("UTC"));

    assertThat(query.plan()).contains("< CURRENT_TIMESTAMP").doesNotContain("LocalToArrow");
    assertThat(TestRows.of(engine.queries().execute(query, session("UTC"))))
        .containsExactlyInAnyOrder(List.of(1), List.of(2), List.of(3));
  }

  @Test
  void currentDateIsThatOfTheZone() {
    ZoneId east = ZoneId.of("Pacific/Kiritimati");
    ZoneId west = ZoneId.of("Etc/GMT+12");
    String sql = "SELECT CAST(CURRENT_DATE AS VARCHAR)";

    assertThat(only(sql, session(east.getId()))).containsExactly(text(LocalDate.now(east)));
    assertThat(only(sql, session(west.getId()))).containsExactly(text(LocalDate.now(west)));
  }

  private static Object text(Object value) {
    return new org.apache.arrow.vector.util.Text(value.toString());
  }

  private static Session session(String zone) {
    return Session.ANONYMOUS.withTimeZone(ZoneId.of(zone));
  }

  private static List<Object> only(String sql, Session session) {
    List<List<Object>> rows = TestRows.of(engine.queries().execute(sql, session));
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}

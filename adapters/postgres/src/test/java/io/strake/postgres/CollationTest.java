/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are compared by code point whatever their collation, and indexes are used all the same. */
@Tag("driver")
final class CollationTest {
  private static final Pattern SQL = Pattern.compile("sql=\\[(.*)]\\)$", Pattern.MULTILINE);

  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void createTables() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2',"
                + " deterministic = false)",
            "CREATE TYPE size AS ENUM ('small', 'large', 'Huge')",
            "CREATE EXTENSION citext",
            "CREATE TABLE words (id int PRIMARY KEY, byte text COLLATE \"C\", own text,"
                + " icu varchar(20) COLLATE \"en-x-icu\", loose text COLLATE nocase, ci citext,"
                + " size size, padded char(6), named name, uid uuid)",
            "INSERT INTO words SELECT i, w, w, w, w, w, s::size, w, w, NULL FROM (VALUES (1, 'a', 'large'),"
                + " (2, 'A', 'small'), (3, 'ä', 'Huge'), (4, 'b', 'large'), (5, 'B', NULL),"
                + " (6, NULL, 'small'), (7, '', 'large')) AS v(i, w, s)",
            "INSERT INTO words SELECT i, t, t, t, t, t, 'small', i::text, t, md5(i::text)::uuid"
                + " FROM (SELECT i, 'x' || i AS t FROM generate_series(8, 20000) i) AS x",
            "CREATE INDEX ON words (byte)",
            "CREATE INDEX ON words (own)",
            "CREATE INDEX ON words (icu)",
            "CREATE INDEX ON words (loose)",
            "CREATE INDEX ON words (ci)",
            "CREATE INDEX ON words (size)",
            "CREATE INDEX ON words (padded)",
            "CREATE INDEX ON words (uid)",
            "CREATE TYPE \"Odd '. size\" AS ENUM ('l1'" + labels() + ")",
            "CREATE TABLE sized AS SELECT i, ('l' || i % 200 + 1)::\"Odd '. size\" AS s"
                + " FROM generate_series(1, 20000) i",
            "CREATE INDEX ON sized (s)",
            "ANALYZE");
    connection = database.open();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "byte = 'x500'",
        "own = 'x500'",
        "icu = 'x500'",
        "loose = 'x500'",
        "'x500' = icu",
        "icu IN ('x500', 'x501')",
        "loose IN ('x500', 'x501')",
        "byte >= 'x500' AND byte < 'x501'",
        "ci = 'x500'",
        "'x500' = ci",
        "ci IN ('x500', 'X501')",
        "padded = '500'",
        "padded IN ('500', '501 ')",
        "uid = 'cee63112-1c2e-c923-2f3a-2f028ad5c89b'",
        "uid IN ('cee63112-1c2e-c923-2f3a-2f028ad5c89b', 'none', '')"
      })
  void usesTheIndex(String condition) throws SQLException {
    String sql = "SELECT id FROM words WHERE " + condition;

    assertThat(String.join("\n", explain(sql))).contains("Index").doesNotContain("Seq Scan");
    assertThat(TestDatabase.rows(connection, sql)).contains("500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "own", "icu", "loose", "ci", "named"})
  void equalMeansTheSameCodePoints(String column) throws SQLException {
    assertThat(rows("SELECT id FROM words WHERE $ = 'a'", column)).containsExactly("1");
    assertThat(rows("SELECT id FROM words WHERE $ IN ('A', 'b')", column))
        .containsExactlyInAnyOrder("2", "4");
    assertThat(rows("SELECT id FROM words WHERE NOT ($ = 'a') AND id < 7", column))
        .containsExactlyInAnyOrder("2", "3", "4", "5");
    assertThat(rows("SELECT $, COUNT(*) FROM words WHERE id < 7 GROUP BY $", column))
        .containsExactlyInAnyOrder("a|1", "A|1", "ä|1", "b|1", "B|1", "null|1");
    assertThat(rows("SELECT COUNT(DISTINCT $) FROM words WHERE id < 7", column))
        .containsExactly("5");
    String join = "SELECT w.id, v.id FROM words AS w JOIN words AS v ON w.$ = v.$ AND w.id < 3";
    assertThat(TestDatabase.rows(connection, join.replace("$", column)))
        .containsExactlyInAnyOrder("1|1", "2|2"); // by cost either may join it
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte", "own", "icu", "loose", "ci", "named"})
  void orderIsThatOfCodePoints(String column) throws SQLException {
    assertThat(rows("SELECT id FROM words WHERE id < 8 ORDER BY $ NULLS FIRST", column))
        .containsExactly("6", "7", "2", "5", "1", "4", "3");
    assertThat(rows("SELECT MIN($), MAX($) FROM words WHERE id < 6", column))
        .containsExactly("A|ä");
    assertThat(rows("SELECT id FROM words WHERE $ > 'B' AND id < 8", column))
        .containsExactlyInAnyOrder("1", "3", "4");
    assertThat(rows("SELECT id FROM words WHERE $ BETWEEN 'A' AND 'a'", column))
        .containsExactlyInAnyOrder("1", "2", "5");
  }

  @Test
  void anEnumUsesTheIndexWhateverItsLabels() throws SQLException {
    Matcher pushed =
        SQL.matcher(TestDatabase.plan(connection, "SELECT i FROM sized WHERE s IN ('l7', 'none')"));
    assertThat(pushed.find()).isTrue();
    assertThat(String.join("", database.ask("EXPLAIN " + pushed.group(1)))).contains("Index");
    assertThat(rows("SELECT COUNT(*) FROM sized WHERE s = 'l200'", "")).containsExactly("100");
    assertThat(rows("SELECT COUNT(*) FROM sized WHERE NOT s = 'none'", ""))
        .containsExactly("20000");
  }

  @Test
  void aTypeInASchemaThatTheRoleMayNotUseIsReadAsText() throws Exception {
    database.execute(
        "CREATE SCHEMA hidden",
        "CREATE TYPE hidden.mood AS ENUM ('sad', 'ok')",
        "CREATE TABLE moods AS SELECT 1 AS id, 'ok'::hidden.mood AS m",
        "SET password_encryption = 'scram-sha-256'",
        "CREATE ROLE mood_reader LOGIN PASSWORD 'right'",
        "GRANT SELECT ON moods TO mood_reader");
    Map<String, Object> operand = new HashMap<>(database.operand());
    operand.put("user", "mood_reader");
    operand.put("password", "right");
    try (PostgresSchema schema = database.schema(operand)) {
      assertThat(TableReader.read(schema, "moods")).containsExactly("1|ok");
    }
  }

  private static String labels() {
    return IntStream.rangeClosed(2, 200)
        .mapToObj(i -> ", 'l" + i + "'")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "size = 'Huge'; 3",
        "size = 'huge'; ``",
        "size IN ('Huge', 'x'); 3",
        "NOT size = 'large'; 2 3 6",
        "padded = 'a'; 1",
        "padded = 'a '; ``",
        "NOT padded IN ('a', 'ä'); 2 4 5 7",
        "uid = 'c81e728d-9d4c-2f63-6f06-7f89cc14862c'; 2",
        "uid = 'C81E728D-9D4C-2F63-6F06-7F89CC14862C'; ``",
        "NOT uid = 'x'; 2 3",
        "NOT uid = 'c81e728d-9d4c-2f63-6f06-7f89cc14862c'; 3",
        "ci = 'A'; 2",
        "NOT ci = 'A'; 1 3 4 5 7"
      })
  void typesWithAnEqualityOfTheirOwnAreComparedAsTexts(String condition, String ids)
      throws SQLException {
    database.execute(
        "UPDATE words SET uid = md5(id::text)::uuid WHERE id IN (2, 3) AND uid IS NULL");
    String sql = "SELECT id FROM words WHERE " + condition + " AND id < 8";
    assertThat(String.join(" ", rows(sql + " ORDER BY id", ""))).isEqualTo(ids);
    assertThat(rows("SELECT id, " + condition + " FROM words WHERE id < 8", ""))
        .filteredOn(row -> row.endsWith("|null"))
        .containsExactlyInAnyOrderElementsOf(database.ask(nulls(condition)));
  }

  /** Comparisons of NULL are neither true nor false, whatever they are with. */
  private static String nulls(String condition) {
    String column = condition.replaceFirst("NOT ", "").split(" ", 2)[0];
    return "SELECT id, NULL FROM words WHERE " + column + " IS NULL AND id < 8";
  }

  @Test
  void enumsAreSortedByLabel() throws SQLException {
    assertThat(rows("SELECT MIN(size), MAX(size) FROM words WHERE id < 8", ""))
        .containsExactly("Huge|small");
    assertThat(rows("SELECT id FROM words WHERE id < 8 AND size < 'small'", ""))
        .containsExactlyInAnyOrder("1", "3", "4", "7");
  }

  @Test
  void paddedTextsAreWithoutTheirTrailingBlanks() throws SQLException {
    assertThat(rows("SELECT CHAR_LENGTH(padded) FROM words WHERE padded = 'a'", ""))
        .containsExactly("1");
    assertThat(rows("SELECT id FROM words WHERE padded = 'a '", "")).isEmpty();
  }

  @Test
  void columnsOfDifferentCollationsAreCompared() throws SQLException {
    for (String left : List.of("byte", "own", "icu", "loose", "ci")) {
      for (String right : List.of("byte", "own", "icu", "loose", "ci")) {
        String sql = "SELECT COUNT(*) FROM words WHERE " + left + " = " + right + " AND id < 8";
        assertThat(rows(sql, "")).as("%s = %s", left, right).containsExactly("6");
      }
    }
    assertThat(
            rows(
                "SELECT icu FROM words WHERE id < 3 UNION SELECT loose FROM words WHERE id < 3",
                ""))
        .containsExactlyInAnyOrder("a", "A");
  }

  /** Returns the rows, of a query that is one statement of the server. */
  private static List<String> rows(String query, String column) throws SQLException {
    String sql = query.replace("$", column);
    assertThat(TestDatabase.plan(connection, sql)).matches(TestDatabase::isOneStatement);
    return TestDatabase.rows(connection, sql);
  }

  private static List<String> explain(String sql) throws SQLException {
    Matcher pushed = SQL.matcher(TestDatabase.plan(connection, sql));
    assertThat(pushed.find()).isTrue();
    try (Connection connection = database.connect()) {
      return TestDatabase.rows(connection, "EXPLAIN " + pushed.group(1));
    }
  }
}

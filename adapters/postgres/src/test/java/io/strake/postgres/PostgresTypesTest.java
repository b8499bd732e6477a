/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every type there and back, with its extremes. */
final class PostgresTypesTest {
  private static TestDatabase database;
  private static PostgresSchema schema;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = TestDatabase.create();
    schema = database.schema();
  }

  @AfterAll
  static void close() {
    schema.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "boolean; BOOLEAN; true, false; true false",
        "int2; SMALLINT; -32768, 32767; -32768 32767",
        "int4; INTEGER; -2147483648, 2147483647; -2147483648 2147483647",
        "int8; BIGINT; -9223372036854775808, 9223372036854775807;"
            + " -9223372036854775808 9223372036854775807",
        "oid; BIGINT; 4294967295; 4294967295",
        "float4; REAL; 1.5, 'NaN', '-Infinity', 3.4028235e38; 1.5 NaN -Infinity 3.4028235E38",
        "float8; DOUBLE; 0.1, '-0', 'NaN', 5e-324; 0.1 -0.0 NaN 4.9E-324",
        "numeric(12, 2); DECIMAL(12, 2); 0, -1.1, 9999999999.99; 0.00 -1.10 9999999999.99",
        "numeric(38, 0); DECIMAL(38, 0); 1e37, -99999999999999999999999999999999999999;"
            + " 10000000000000000000000000000000000000 -99999999999999999999999999999999999999",
        "numeric(38, 38); DECIMAL(38, 38); -0.00000000000000000000000000000000000001;" + " -1E-38",
        "numeric(5, -2); DECIMAL(7, 0); 1234567, -50; 1234600 -100",
        "numeric(2, 4); DECIMAL(4, 4); 0.0012, 0; 0.0012 0.0000",
        "numeric(60, 10); DECIMAL(38, 10); 10000, 1e27;"
            + " 10000.0000000000 1000000000000000000000000000.0000000000",
        "numeric; DECIMAL(38, 16); 12345678901234567890.0001, 1e-16, 100000000;"
            + " 12345678901234567890.0001000000000000 1E-16 100000000.0000000000000000",
        "text; VARCHAR; 'Zoë 日本 😀', ''; Zoë 日本 😀 ",
        "varchar(4); VARCHAR; 'ab'; ab",
        "char(4); VARCHAR; 'ab'; ab",
        "name; VARCHAR; 'ab'; ab",
        "mood; VARCHAR; 'sad', 'ok'; sad ok",
        "citext; VARCHAR; 'Ab'; Ab",
        "positive; INTEGER; 7; 7",
        "tiny; DECIMAL(5, 1); 7.5; 7.5",
        "uuid; VARCHAR; '00000000-0000-0000-0000-00000000ABCD';"
            + " 00000000-0000-0000-0000-00000000abcd",
        "json; VARCHAR; '{\"a\": 1}'; {\"a\": 1}",
        "jsonb; VARCHAR; '{\"a\":1}'; {\"a\": 1}",
        "inet; VARCHAR; '10.0.0.1'; 10.0.0.1/32",
        "int4[]; INTEGER ARRAY; '{1,2,NULL}', '{}', '{-1}'; [1,2,null] [] [-1]",
        "int2[]; SMALLINT ARRAY; '{-32768,32767}'; [-32768,32767]",
        "int8[]; BIGINT ARRAY; '{9223372036854775807}'; [9223372036854775807]",
        "oid[]; BIGINT ARRAY; '{4294967295}'; [4294967295]",
        "bool[]; BOOLEAN ARRAY; '{t,NULL,f}'; [true,null,false]",
        "float8[]; DOUBLE ARRAY; '{0.1,5e-324}'; [0.1,4.9E-324]",
        "numeric(6,2)[]; DECIMAL(6, 2) ARRAY; '{1.5,NULL,-2}', '{0}'; [1.50,null,-2.00] [0.00]",
        "text[]; VARCHAR ARRAY; '{a,NULL,\"b c\",\"\"}', '{日本}';"
            + " [\"a\",null,\"b c\",\"\"] [\"日本\"]",
        "varchar(3)[]; VARCHAR ARRAY; '{ab}'; [\"ab\"]",
        "uuid[]; VARCHAR ARRAY; '{00000000-0000-0000-0000-00000000ABCD}';"
            + " [\"00000000-0000-0000-0000-00000000abcd\"]",
        "jsonb[]; VARCHAR ARRAY; ARRAY['{\"a\":1}'::jsonb]; [\"{\\\"a\\\": 1}\"]",
        "date[]; DATE ARRAY; '{1970-01-02,NULL}'; [1,null]",
        "timestamp[]; TIMESTAMP(6) ARRAY; '{1970-01-01 00:00:01}'; [[1970,1,1,0,0,1]]",
        "timestamptz[]; TIMESTAMP_WITH_LOCAL_TIME_ZONE(6) ARRAY;"
            + " '{2024-02-29 12:34:56.789012+02}'; [1709202896789012]",
        "ints; INTEGER ARRAY; '{1,2}'; [1,2]",
        "int4[][]; VARCHAR; '{{1,2},{3,4}}'; {{1,2},{3,4}}",
        "mood[]; VARCHAR; '{sad,ok}'; {sad,ok}",
        "pair[]; VARCHAR; ARRAY[ROW(1,'b')::pair]; {\"(1,b)\"}",
        "hstore; VARCHAR; 'a=>1'; \"a\"=>\"1\"",
        "cidr; VARCHAR; '10.0.0.0/8'; 10.0.0.0/8",
        "macaddr; VARCHAR; '08:00:2B:01:02:03'; 08:00:2b:01:02:03",
        "varbit; VARCHAR; B'1'; 1",
        "\"char\"; VARCHAR; 'x'; x",
        "xml; VARCHAR; '<a/>'; <a/>",
        "tsvector; VARCHAR; 'b a'; 'a' 'b'",
        "daterange; VARCHAR; '[2024-01-01,2024-01-02)'; [2024-01-01,2024-01-02)",
        "tstzrange; VARCHAR; '[2024-01-01 02:00+02,)'; [\"2024-01-01 00:00:00+00\",)",
        "regclass; VARCHAR; 'pg_class'; pg_class",
        "pg_lsn; VARCHAR; '16/B374D848'; 16/B374D848",
        "polygon; VARCHAR; '((0,0),(1,1))'; ((0,0),(1,1))",
        "interval; VARCHAR; '1 day 2 hours'; 1 day 02:00:00",
        "money; VARCHAR; 12.5; $12.50",
        "bit(3); VARCHAR; B'101'; 101",
        "int4range; VARCHAR; '[1,3)'; [1,3)",
        "point; VARCHAR; '(1,2)'; (1,2)",
        "pair; VARCHAR; '(1,b)'; (1,b)",
        "timetz; VARCHAR; '12:00:00+02'; 12:00:00+02",
        "bytea; VARBINARY; '\\x00ff', ''; 00ff ",
        "date; DATE; '0001-01-01', '9999-12-31', '1969-12-31'; -719162 2932896 -1",
        "time; TIME(6); '00:00:00', '23:59:59.999999'; 0 86399999999",
        "timestamp; TIMESTAMP(6); '1969-12-31 23:59:59.999999', '2024-02-29 12:34:56.789012';"
            + " 1969-12-31T23:59:59.999999 2024-02-29T12:34:56.789012",
        "timestamptz; TIMESTAMP_WITH_LOCAL_TIME_ZONE(6); '2024-02-29 12:34:56.789012+02';"
            + " 1709202896789012",
      })
  void readsEveryType(String type, String expectedType, String values, String expected)
      throws SQLException, IOException {
    boolean isOddScale = type.equals("numeric(5, -2)") || type.equals("numeric(2, 4)");
    assumeTrue(!isOddScale || TestDatabase.serverVersion() >= 15);
    database.execute(
        "CREATE EXTENSION IF NOT EXISTS citext",
        "CREATE EXTENSION IF NOT EXISTS hstore",
        "DROP TYPE IF EXISTS mood, pair CASCADE",
        "DROP DOMAIN IF EXISTS positive, tiny, ints CASCADE",
        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN positive AS int CHECK (value > 0)",
        "CREATE DOMAIN tiny AS numeric(5, 1)",
        "CREATE DOMAIN ints AS int[]",
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (n serial, c " + type + ")");
    for (String value : values.split(", ", -1)) {
      database.execute("INSERT INTO t (c) VALUES (" + value + ")");
    }
    database.execute("INSERT INTO t (c) VALUES (NULL)");
    schema.database().catalogChanged();

    assertThat(
            schema
                .tables()
                .get("t")
                .getRowType(new StrakeTypeFactory())
                .getFieldList()
                .get(1)
                .getType()
                .toString())
        .isEqualTo(expectedType);
    List<String> cells =
        TableReader.read(schema, "t").stream().map(row -> row.split("\\|", -1)[1]).toList();
    assertThat(cells).last().isEqualTo("null");
    assertThat(String.join(" ", cells.subList(0, cells.size() - 1)).trim())
        .isEqualTo(expected.trim());
    if (expectedType.equals("VARCHAR")) {
      assertThat(cells).isEqualTo(ownTexts());
    }
  }

  /** Returns the column as the server itself writes it. */
  private static List<String> ownTexts() throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET TIME ZONE 'UTC'");
      return TestDatabase.rows(connection, "SELECT c::text FROM t ORDER BY n");
    }
  }

  @Test
  void readsMultirangesAndInfiniteNumbersOfNewerServers() throws SQLException, IOException {
    assumeTrue(TestDatabase.serverVersion() >= 14);
    database.execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (n serial, c int4multirange, d numeric)",
        "INSERT INTO t (c) VALUES ('{[1,3),[5,7)}')");
    schema.database().catalogChanged();
    assertThat(TableReader.read(schema, "t")).containsExactly("1|{[1,3),[5,7)}|null");
    database.execute("INSERT INTO t (d) VALUES ('Infinity')");
    assertThatThrownBy(() -> TableReader.read(schema, "t"))
        .hasMessageContaining("column 'pg.t.d' has NaN or an infinity");
  }

  @Test
  void manyArraysOfAllLengthsComeAsTheyAre() throws SQLException, IOException {
    database.execute(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t AS SELECT i AS n,"
            + " CASE WHEN i % 7 > 0 THEN ARRAY(SELECT j FROM generate_series(1, i % 50) j) END AS c,"
            + " ARRAY(SELECT repeat('x', j) FROM generate_series(0, i % 5) j) AS d,"
            + " ARRAY(SELECT j / 4.0 FROM generate_series(0, i % 3) j)::numeric(9, 2)[] AS e"
            + " FROM generate_series(1, 20000) i");
    schema.database().catalogChanged();
    List<String> expected =
        database.ask(
            "SELECT n || '|' || coalesce(to_jsonb(c)::text, 'null') || '|' || to_jsonb(d)::text"
                + " || '|' || to_jsonb(e)::text FROM t");
    List<String> read =
        TableReader.read(schema, "t").stream().map(row -> row.replace(",", ", ")).toList();
    assertThat(read).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void namesTheServersTypeOfWhatIsCarriedAsAnother() throws SQLException {
    database.execute(
        "CREATE TYPE \"Odd Mood\" AS ENUM ('sad')",
        "CREATE DOMAIN email AS text",
        "CREATE TABLE named (a text, b varchar(3), c uuid, d \"Odd Mood\", e email, f int[],"
            + " g interval, h int)");
    schema.database().catalogChanged();
    PostgresTable table = (PostgresTable) schema.tables().get("named");
    assertThat(
            table.columns().stream()
                .map(column -> table.sourceType(column.name()).orElse("-"))
                .toList())
        .containsExactly("-", "-", "uuid", "\"Odd Mood\"", "email", "integer[]", "interval", "-");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "numeric; 0.12345678901234567; more than 16 digits behind the point",
        "numeric; 1e30; more than 38 digits",
        "numeric; 'NaN'; NaN or an infinity",
        "numeric; '-Infinity'; NaN or an infinity",
        "numeric(45, 0); 1e38; more than 38 digits",
        "date; 'infinity'; an infinite date",
        "timestamp; '-infinity'; an infinite timestamp",
        "timestamptz; 'infinity'; an infinite timestamp",
        "timestamp; '294276-12-31'; a timestamp after the year 294247",
        "time; '24:00:00'; the time 24:00:00",
        "int4[]; '{{1,2}}'; an array of 2 dimensions",
        "int4[]; '[0:1]={1,2}'; an array whose first index is 0",
        "numeric[]; '{1,NaN}'; NaN or an infinity",
        "date[]; '{infinity}'; an infinite date",
      })
  void refusesWhatDoesNotFitAndNamesTheColumn(String type, String value, String message)
      throws SQLException {
    assumeTrue(!value.equals("'-Infinity'") || TestDatabase.serverVersion() >= 14);
    database.execute(
        "DROP TABLE IF EXISTS odd",
        "CREATE TABLE odd (n int, c " + type + ")",
        "INSERT INTO odd VALUES (1, " + value + ")");
    schema.database().catalogChanged();

    assertThatThrownBy(() -> TableReader.read(schema, "odd"))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_OUT_OF_RANGE))
        .hasMessageStartingWith("postgres source 'pg': column 'pg.odd.c' has ")
        .hasMessageContaining(message);
    assertThat(schema.tables().get("odd")).isNotNull();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
        "int4[]; VARCHAR; '{1,2,NULL}'; {1,2,NULL}",
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
    database.execute(
        "CREATE EXTENSION IF NOT EXISTS citext",
        "DROP TYPE IF EXISTS mood, pair CASCADE",
        "DROP DOMAIN IF EXISTS positive, tiny CASCADE",
        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        "CREATE TYPE pair AS (a int, b text)",
        "CREATE DOMAIN positive AS int CHECK (value > 0)",
        "CREATE DOMAIN tiny AS numeric(5, 1)",
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
      })
  void refusesWhatDoesNotFitAndNamesTheColumn(String type, String value, String message)
      throws SQLException {
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

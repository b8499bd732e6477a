/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code e} of one row each for many combinations of NULL, extremes and odd values, in
 * PostgreSQL and in Parquet.
 */
final class ExpressionRows {
  static final int COUNT = 60;

  private static final Map<String, String> TYPES = new LinkedHashMap<>();
  private static final Map<String, List<String>> VALUES = new LinkedHashMap<>();

  static {
    add("si", "SMALLINT", "0", "1", "-1", "32767", "-32768", "7");
    add(
        "i",
        "INTEGER",
        "0",
        "1",
        "-1",
        "2147483647",
        "-2147483648",
        "42",
        "-7",
        "100",
        "65",
        "233");
    add("b", "BIGINT", "0", "1", "-5", "9223372036854775807", "-9223372036854775808", "1000000007");
    add(
        "n",
        "DECIMAL(12, 2)",
        "0.00",
        "0.01",
        "-0.01",
        "9999999999.99",
        "-9999999999.99",
        "12.34",
        "2.50",
        "-2.50");
    add("m", "DECIMAL(9, 4)", "0.0000", "1.5000", "-0.0005", "99999.9999", "3.1416");
    add(
        "w",
        "DECIMAL(30, 10)",
        "0",
        "1.0000000001",
        "-99999999999999999999.9999999999",
        "12345678.5",
        "99999999999999999999.9999999999",
        "-0.5");
    add("r", "REAL", "0", "1.5", "-2.5", "0.1", "NaN", "Infinity", "1e30", "16777216");
    add(
        "f",
        "DOUBLE PRECISION",
        "0",
        "-0.0",
        "1.5",
        "2.5",
        "-2.5",
        "0.1",
        "1e15",
        "123456789012345.67",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e-5",
        "1.7e308",
        "5e-324",
        "3",
        "1234567890123456.5",
        "1e20",
        "1.005");
    add(
        "s",
        "VARCHAR",
        "",
        "a",
        "A",
        "abc",
        "é日",
        "𝒳b",
        " b ",
        "it''s",
        "z%_",
        "e\u0301x",
        "ÀÉ",
        "x!y,z",
        "a,b,c");
    add(
        "k",
        "VARCHAR",
        "1",
        "-12",
        " 7 ",
        "1.5",
        "1e3",
        "abc",
        "",
        "true",
        "F",
        "no ",
        "2024-02-29",
        "2023-02-29",
        "2024-03-31 02:30:00",
        "12:34:56.5",
        "NaN",
        "-Infinity",
        "1_000",
        "999999999999",
        "0.00005",
        "+3",
        "2024-1-5",
        "on",
        "99.995",
        "1e400");
    add("o", "BOOLEAN", "TRUE", "FALSE");
    add(
        "d",
        "DATE",
        "2024-02-29",
        "1970-01-01",
        "1969-12-31",
        "0400-01-01",
        "9999-12-31",
        "2000-01-01",
        "2021-01-03",
        "1582-10-15");
    add("tm", "TIME", "00:00:00", "23:59:59.999999", "12:34:56.5");
    add(
        "ts",
        "TIMESTAMP",
        "2024-02-29 23:59:59.999999",
        "1970-01-01 00:00:00",
        "1969-12-31 23:59:59.999999",
        "0400-01-01 00:00:00",
        "9999-12-31 23:59:59.999999",
        "2024-03-31 02:30:00",
        "2024-10-27 02:30:00.5",
        "2000-01-01 12:00:00.000001");
    add(
        "tz",
        "TIMESTAMP WITH TIME ZONE",
        "2024-03-31 01:00:00+00",
        "1970-01-01 00:00:00+00",
        "1969-12-31 23:59:59.999999+00",
        "2024-10-27 00:30:00.5+00",
        "2024-10-27 01:30:00+00",
        "2024-04-06 15:15:00+00",
        "2024-11-03 05:59:59.999999+00",
        "0400-02-29 00:00:00+00",
        "9999-12-31 23:59:59.999999+00");
    add("x", "BINARY", "", "00ff", "616263");
  }

  private ExpressionRows() {}

  private static void add(String column, String type, String... values) {
    TYPES.put(column, type);
    VALUES.put(column, List.of(values));
  }

  static void load(EmbeddedPostgres postgres, EmbeddedS3 s3, Path directory) throws Exception {
    try (Connection connection = postgres.connect()) {
      load(connection);
    }
    Path file = directory.resolve("e.parquet");
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = duck.createStatement()) {
      sql.execute("SET TimeZone = 'UTC'");
      sql.execute("COPY (" + query("from_hex('%s')") + ") TO '" + file + "' (FORMAT parquet)");
    }
    s3.put("rows", "e/e.parquet", file);
  }

  static void load(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      sql.execute("CREATE TABLE e AS " + query("CAST('\\x%s' AS bytea)"));
      for (String type : List.of("numeric", "date", "timestamp")) {
        sql.execute(finite(type));
      }
      sql.execute(
          """
          CREATE FUNCTION failures(expression text) RETURNS TABLE(row_id int, state text, why text)
          LANGUAGE plpgsql AS $$
          DECLARE r record;
          BEGIN
            FOR r IN SELECT id FROM e ORDER BY id LOOP
              BEGIN
                EXECUTE 'SELECT ' || expression || ' FROM e WHERE id = ' || r.id;
              EXCEPTION WHEN OTHERS THEN
                row_id := r.id; state := SQLSTATE; why := SQLERRM;
                RETURN NEXT;
              END;
            END LOOP;
          END $$""");
    }
  }

  /** Our decimals, dates and timestamps have no NaN and no infinity: a cast to one is an error. */
  private static String finite(String type) {
    return """
        CREATE FUNCTION finite(x %1$s) RETURNS %1$s LANGUAGE plpgsql IMMUTABLE STRICT AS $$
        BEGIN
          IF x::text IN ('NaN', 'Infinity', '-Infinity', 'infinity', '-infinity') THEN
            RAISE 'not finite' USING ERRCODE = '22003';
          END IF;
          RETURN x;
        END $$"""
        .formatted(type);
  }

  private static String query(String binary) throws SQLException {
    List<String> rows = new ArrayList<>();
    for (int id = 1; id <= COUNT; id++) {
      List<String> items = new ArrayList<>(List.of(id + " AS id"));
      for (Map.Entry<String, List<String>> column : VALUES.entrySet()) {
        items.add(value(column.getKey(), column.getValue(), id, binary) + " AS " + column.getKey());
      }
      rows.add("SELECT " + String.join(", ", items));
    }
    return String.join(" UNION ALL ", rows);
  }

  /** Columns go round in their own time, so that most pairs of values meet. */
  private static String value(String column, List<String> values, int id, String binary) {
    int index = (id * 7 + column.hashCode() % 11) % (values.size() + 1);
    int place = Math.floorMod(index, values.size() + 1);
    String type = TYPES.get(column);
    if (type.equals("BINARY")) {
      return place == values.size()
          ? "NULLIF(" + binary.formatted("") + ", " + binary.formatted("") + ")"
          : binary.formatted(values.get(place));
    }
    return place == values.size()
        ? "CAST(NULL AS " + type + ")"
        : "CAST('" + values.get(place) + "' AS " + type + ")";
  }
}

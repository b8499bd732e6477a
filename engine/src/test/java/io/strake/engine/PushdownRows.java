/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables over which pushdown is compared, in a database whose default collation is a
 * language's.
 *
 * <pre>
 *   t, u   columns of {@link RandomStatements}; their texts have different collations
 *   c, k   a text in each kind of collation, and every type: NULL, extremes, NaN, other alphabets
 *   e      the extremes of {@link ExpressionRows}
 * </pre>
 */
final class PushdownRows {
  static final String DATABASE = "pushdown";

  private static final String WORDS =
      "ARRAY['', ' ', 'a', 'A', 'a ', 'ä', 'a' || chr(776), 'Ä', 'ss', 'ß', 'Zoë', 'zoe', 'ZOE', '𝒳b',"
          + " 'é日', 'z%_', '-', 'a-b', 'ab', 'a b', 'aB', '10', '9', 'it''s', '\\', 'ı', 'i', chr(65533),"
          + " chr(65279) || 'a']::text[]";

  private PushdownRows() {}

  static void load(EmbeddedPostgres postgres) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement sql = connection.createStatement()) {
      sql.execute(
          "CREATE DATABASE "
              + DATABASE
              + " TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US' LOCALE 'C.UTF-8'");
    }
    try (Connection connection = postgres.connect(DATABASE);
        Statement sql = connection.createStatement()) {
      sql.execute("SET TimeZone = 'UTC'");
      for (String statement : statements()) {
        sql.execute(statement);
      }
      ExpressionRows.load(connection);
      sql.execute("ANALYZE");
    }
  }

  private static List<String> statements() {
    return List.of(
        "CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
        "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy', 'Angry')",
        "CREATE EXTENSION IF NOT EXISTS citext",
        plain("t", 240, "\"und-x-icu\""),
        plain("u", 60, "\"en_US\""),
        plain("v", 30, "\"C\""),
        everyType("c", 120, 7),
        everyType("k", 60, 11),
        "CREATE INDEX ON c (txt_c)",
        "CREATE INDEX ON c (txt_icu)",
        "CREATE INDEX ON c (txt_no)",
        "CREATE INDEX ON c (txt_d)");
  }

  /** Rows that are a function of their number: nulls, negatives, ties, non-ASCII, leap days. */
  private static String plain(String table, int count, String collation) {
    String known =
        collation.equals("\"en_US\"") ? "\"en-US-x-icu\"" : collation; // libc may not have it
    return """
        CREATE TABLE %s AS SELECT r AS id,
          CASE WHEN r %% 7 <> 3 THEN (r * 37) %% 23 - 11 END AS i,
          CASE WHEN r %% 11 <> 5 THEN (r::bigint * 7919) %% 100003 * 40000 - 2000000000 END AS b,
          CASE WHEN r %% 6 <> 1 THEN (((r * 617) %% 4001 - 2000) / 100.0)::numeric(12, 2) END AS n,
          CASE WHEN r %% 9 <> 4 THEN (((r * 211) %% 30011 - 15000) / 10000.0)::numeric(9, 4) END AS m,
          CASE WHEN r %% 8 <> 2 THEN ((r * 53) %% 97 - 48) / 4.0::float8 END AS f,
          (ARRAY[NULL, '', 'a', 'A', 'ab', 'é日', 'z%%_', ' b ', 'it''s', '𝒳b', 'a-b', 'aB']::text[])
            [1 + (r * 5) %% 12] COLLATE %s AS s,
          CASE WHEN r %% 5 <> 0 THEN r %% 3 = 0 END AS o,
          CASE WHEN r %% 13 <> 6 THEN date '2023-12-25' + (r * 17) %% 500 END AS d,
          CASE WHEN r %% 12 <> 7 THEN timestamp '2024-02-28 23:00:00'
            + (r * 41) %% 4000 * interval '1 minute' + r * interval '1 microsecond' END AS ts,
          (ARRAY['NaN', 'Infinity', '-Infinity', '0', '-0', '1.5', NULL, '-1e300']::float8[])
            [1 + (r * 3) %% 8] AS g
        FROM generate_series(0, %d) r"""
        .formatted(table, known, count - 1);
  }

  private static String everyType(String table, int count, int step) {
    return """
        CREATE TABLE %1$s AS SELECT r AS id,
          w[1 + (r * %3$d) %% 30] COLLATE "C" AS txt_c,
          w[1 + (r * 17) %% 30] COLLATE "und-x-icu" AS txt_icu,
          w[1 + (r * 13) %% 30] COLLATE nocase AS txt_no,
          w[1 + (r * 19) %% 30] AS txt_d,
          w[1 + (r * 23) %% 30]::varchar(12) COLLATE "en-US-x-icu" AS vc,
          w[1 + (r * 29) %% 30]::varchar(8) AS vd,
          w[1 + (r * 31) %% 30]::char(6) AS ch,
          w[1 + (r * 11) %% 30]::name AS nm,
          w[1 + (r * 7) %% 30]::citext AS ci,
          (ARRAY['sad', 'ok', 'happy', 'Angry', NULL]::mood[])[1 + r %% 5] AS en,
          (ARRAY['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-4fff-bfff-ffffffffffff',
            'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', NULL]::uuid[])[1 + r %% 4] AS uu,
          (ARRAY[0, 1, -1, 32767, -32768, 7, NULL]::int2[])[1 + r %% 7] AS si,
          (ARRAY[0, 1, -1, 2147483647, -2147483648, 42, -7, 100, NULL]::int4[])[1 + r %% 9] AS i,
          (ARRAY[0, 1, -5, 9223372036854775807, -9223372036854775808, 1000000007, NULL]::int8[])
            [1 + r %% 7] AS b,
          (ARRAY[0, 0.01, -0.01, 9999999999.99, -9999999999.99, 12.34, 2.5, NULL]::numeric(12, 2)[])
            [1 + r %% 8]::numeric(12, 2) AS n,
          (ARRAY[0, 1.0000000001, -99999999999999999999.9999999999, 12345678.5, -0.5, NULL]::numeric[])
            [1 + r %% 6]::numeric(30, 10) AS w,
          (ARRAY['0', '1.5', '-2.5', '0.1', 'NaN', 'Infinity', '1e30', '16777216', NULL]::float4[])
            [1 + r %% 9] AS r,
          (ARRAY['0', '-0', '1.5', '2.5', '-2.5', '0.1', '1e15', 'NaN', 'Infinity', '-Infinity',
            '1.7e308', '5e-324', '3', NULL]::float8[])[1 + r %% 14] AS f,
          (ARRAY[true, false, NULL])[1 + r %% 3] AS o,
          (ARRAY['2024-02-29', '1970-01-01', '1969-12-31', '0001-01-01', '0044-03-15 BC', '9999-12-31',
            '2000-01-01', '1582-10-15', NULL]::date[])[1 + r %% 9] AS d,
          (ARRAY['00:00:00', '23:59:59.999999', '12:34:56.5', NULL]::time[])[1 + r %% 4] AS tm,
          (ARRAY['2024-02-29 23:59:59.999999', '1970-01-01', '1969-12-31 23:59:59.999999',
            '0001-01-01', '0044-03-15 12:00:00 BC', '9999-12-31 23:59:59.999999', '2024-03-31 02:30:00',
            NULL]::timestamp[])[1 + r %% 8] AS ts,
          (ARRAY['2024-03-31 01:00:00+00', '1970-01-01 00:00:00+00', '1969-12-31 23:59:59.999999+00',
            '0400-02-29 00:00:00+00', '9999-12-31 23:59:59.999999+00', NULL]::timestamptz[])
            [1 + r %% 6] AS tz,
          (ARRAY['', '\\x00ff', '\\x616263', NULL]::bytea[])[1 + r %% 4] AS x
        FROM generate_series(0, %2$d) r, (SELECT %4$s || NULL::text AS w) words"""
        .formatted(table, count - 1, step, WORDS);
  }
}

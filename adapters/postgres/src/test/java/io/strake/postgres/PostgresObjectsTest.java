/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.metadata.TableDescription.ForeignKey;
import io.strake.planner.metadata.TableDescription.Key;
import java.io.IOException;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.util.ImmutableBitSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every kind of table, and what the catalog says of it. */
final class PostgresObjectsTest {
  private static final String ODD = "Größe \"x\" 日本; --'";

  private static TestDatabase database;
  private static PostgresSchema schema;

  @BeforeAll
  static void createObjects() throws SQLException {
    String odd = PostgresBackend.quoteIdentifier(ODD);
    database =
        TestDatabase.create(
            "CREATE TABLE plain (id int PRIMARY KEY, code text NOT NULL, region int, n int NOT NULL,"
                + " CONSTRAINT by_code UNIQUE (n, code) INCLUDE (region))",
            "COMMENT ON TABLE plain IS 'What is plain'",
            "COMMENT ON COLUMN plain.code IS 'It''s a code'",
            "CREATE UNIQUE INDEX partly ON plain (code) WHERE region > 0",
            "CREATE UNIQUE INDEX computed ON plain (lower(code))",
            "CREATE UNIQUE INDEX maybe_null ON plain (region)",
            "CREATE TABLE parts (id int, day date NOT NULL, PRIMARY KEY (id, day))"
                + " PARTITION BY RANGE (day)",
            "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO"
                + " ('2025-01-01')",
            "CREATE TABLE parts_2 PARTITION OF parts DEFAULT",
            "INSERT INTO plain VALUES (1, 'a', NULL, 1)",
            "INSERT INTO parts VALUES (1, '2024-06-01'), (2, '2030-01-01')",
            "CREATE TABLE child (id int PRIMARY KEY, plain_id int REFERENCES plain ON DELETE CASCADE,"
                + " part int, day date,"
                + " CONSTRAINT to_part FOREIGN KEY (day, part) REFERENCES parts (day, id)"
                + " DEFERRABLE INITIALLY DEFERRED)",
            "ALTER TABLE child ADD CONSTRAINT unchecked FOREIGN KEY (id) REFERENCES plain NOT VALID",
            "CREATE TABLE later (a int NOT NULL UNIQUE DEFERRABLE)",
            "CREATE VIEW seen AS SELECT id FROM plain",
            "CREATE MATERIALIZED VIEW kept AS SELECT id FROM plain",
            "CREATE EXTENSION file_fdw",
            "CREATE SERVER files FOREIGN DATA WRAPPER file_fdw",
            "CREATE FOREIGN TABLE far (a int) SERVER files"
                + " OPTIONS (program 'echo 42', format 'csv')",
            "CREATE TABLE " + odd + " (" + odd + " int PRIMARY KEY, \"A\" int, a int)",
            "COMMENT ON COLUMN " + odd + "." + odd + " IS 'odd'",
            "INSERT INTO " + odd + " VALUES (1, 2, 3)",
            "CREATE SCHEMA other",
            "CREATE TABLE other.target (id int PRIMARY KEY)",
            "CREATE TABLE stranger (id int REFERENCES other.target)");
    schema = database.schema();
  }

  @AfterAll
  static void close() {
    schema.close();
  }

  @Test
  void readsEveryKindOfTable() throws IOException {
    assertThat(TableReader.read(schema, "plain")).containsExactly("1|a|null|1");
    assertThat(TableReader.read(schema, "parts")).hasSize(2);
    assertThat(TableReader.read(schema, "parts_1")).hasSize(1);
    assertThat(TableReader.read(schema, "seen")).containsExactly("1");
    assertThat(TableReader.read(schema, "kept")).containsExactly("1");
    assertThat(TableReader.read(schema, "far")).containsExactly("42");
    assertThat(TableReader.read(schema, ODD)).containsExactly("1|2|3");
    assertThat(type("parts")).isEqualTo(Schema.TableType.TABLE);
    assertThat(type("seen")).isEqualTo(Schema.TableType.VIEW);
    assertThat(type("kept")).isEqualTo(Schema.TableType.MATERIALIZED_VIEW);
    assertThat(type("far")).isEqualTo(Schema.TableType.FOREIGN_TABLE);
  }

  @Test
  void tellsComments() {
    assertThat(table("plain").remarks()).contains("What is plain");
    assertThat(table("plain").remarks("code")).contains("It's a code");
    assertThat(table("plain").remarks("id")).isEmpty();
    assertThat(table("seen").remarks()).isEmpty();
    assertThat(table(ODD).remarks(ODD)).contains("odd");
  }

  @Test
  void tellsKeys() {
    assertThat(table("plain").primaryKey()).contains(new Key("plain_pkey", List.of("id")));
    assertThat(table("plain").uniqueKeys())
        .containsExactly(
            new Key("by_code", List.of("n", "code")),
            new Key("maybe_null", List.of("region")),
            new Key("plain_pkey", List.of("id")));
    assertThat(table("parts").primaryKey()).contains(new Key("parts_pkey", List.of("id", "day")));
    assertThat(table("seen").primaryKey()).isEmpty();
    assertThat(table("later").uniqueKeys()).hasSize(1);
    assertThat(table(ODD).primaryKey().orElseThrow().columns()).containsExactly(ODD);
  }

  @Test
  void onlyWhatHoldsIsAFactForThePlanner() {
    assertThat(table("plain").getStatistic().getKeys())
        .containsExactlyInAnyOrder(ImmutableBitSet.of(0), ImmutableBitSet.of(1, 3));
    assertThat(table("parts").getStatistic().getKeys()).containsExactly(ImmutableBitSet.of(0, 1));
    assertThat(table("later").getStatistic().getKeys()).isEmpty();
    assertThat(table("seen").getStatistic().getKeys()).isEmpty();
  }

  @Test
  void tellsForeignKeysThatHold() {
    assertThat(table("child").foreignKeys())
        .containsExactly(
            new ForeignKey(
                "child_plain_id_fkey",
                List.of("plain_id"),
                "plain",
                List.of("id"),
                "plain_pkey",
                (short) DatabaseMetaData.importedKeyNoAction,
                (short) DatabaseMetaData.importedKeyCascade,
                (short) DatabaseMetaData.importedKeyNotDeferrable),
            new ForeignKey(
                "to_part",
                List.of("day", "part"),
                "parts",
                List.of("day", "id"),
                "parts_pkey",
                (short) DatabaseMetaData.importedKeyNoAction,
                (short) DatabaseMetaData.importedKeyNoAction,
                (short) DatabaseMetaData.importedKeyInitiallyDeferred));
    assertThat(table("stranger").foreignKeys()).isEmpty();
  }

  private static PostgresTable table(String name) {
    return (PostgresTable) schema.tables().get(name);
  }

  private static Schema.TableType type(String name) {
    return table(name).getJdbcTableType();
  }
}

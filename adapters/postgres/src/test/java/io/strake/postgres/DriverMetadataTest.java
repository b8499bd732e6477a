/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the driver's metadata tell of tables. */
@Tag("driver")
final class DriverMetadataTest {
  private static TestDatabase database;
  private static Connection connection;

  @BeforeAll
  static void open() throws SQLException {
    database =
        TestDatabase.create(
            "CREATE TABLE parent (b int, a int, tag uuid, words text[], PRIMARY KEY (b, a),"
                + " UNIQUE (tag))",
            "CREATE TABLE child (id int PRIMARY KEY, pb int, pa int,"
                + " CONSTRAINT up FOREIGN KEY (pb, pa) REFERENCES parent ON DELETE CASCADE)",
            "COMMENT ON TABLE parent IS 'The parents'",
            "COMMENT ON COLUMN parent.tag IS 'A tag'");
    connection = database.open();
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  @Test
  void columnsHaveTypesAndNullability() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(column(metadata.getTables(null, "pg", "%", null), "TABLE_NAME"))
        .containsExactlyInAnyOrder("child", "parent");
    assertThat(column(metadata.getColumns(null, "pg", "parent", "%"), "COLUMN_NAME"))
        .containsExactly("b", "a", "tag", "words");
    assertThat(column(metadata.getColumns(null, "pg", "parent", "%"), "IS_NULLABLE"))
        .containsExactly("NO", "NO", "YES", "YES");
  }

  @Test
  @StrakeOnly("the column REMARKS of a table is always null; no issue known")
  void tablesAndColumnsHaveTheirComments() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(column(metadata.getTables(null, "pg", "parent", null), "REMARKS"))
        .containsExactly("The parents");
    assertThat(column(metadata.getColumns(null, "pg", "parent", "%"), "REMARKS"))
        .containsExactly("null", "null", "A tag", "null");
  }

  @Test
  @StrakeOnly("getPrimaryKeys and the like answer without rows; no issue known")
  void keysAndUniqueSetsAreTold() throws SQLException {
    DatabaseMetaData metadata = connection.getMetaData();
    assertThat(rows(metadata.getPrimaryKeys(null, "pg", "parent")))
        .containsExactly("strake|pg|parent|a|2|parent_pkey", "strake|pg|parent|b|1|parent_pkey");
    String first = "strake|pg|parent|b|strake|pg|child|pb|1|3|0|up|parent_pkey|7";
    String second = "strake|pg|parent|a|strake|pg|child|pa|2|3|0|up|parent_pkey|7";
    assertThat(rows(metadata.getImportedKeys(null, "pg", "child"))).containsExactly(first, second);
    assertThat(rows(metadata.getExportedKeys(null, "pg", "parent"))).containsExactly(first, second);
    assertThat(rows(metadata.getExportedKeys(null, "pg", "child"))).isEmpty();
    assertThat(column(metadata.getIndexInfo(null, "pg", "parent", true, true), "COLUMN_NAME"))
        .containsExactly("b", "a", "tag");
  }

  private static List<String> column(ResultSet result, String name) throws SQLException {
    List<String> values = new ArrayList<>();
    try (result) {
      while (result.next()) {
        values.add(String.valueOf(result.getString(name)));
      }
    }
    return values;
  }

  private static List<String> rows(ResultSet result) throws SQLException {
    try (result) {
      return TestDatabase.rows(result);
    }
  }
}

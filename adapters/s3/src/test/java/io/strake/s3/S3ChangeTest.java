/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that were planned before the columns of their table changed. */
final class S3ChangeTest {
  private static final List<String> QUERIES =
      List.of(
          "select count(*) from \"t\" where \"p\" = 1",
          "select max(\"x\") from \"t\" where \"p\" = 1",
          "select \"x\" from \"t\" where \"p\" = 1 or \"p\" = 2 limit 1",
          "select \"p\", count(*) from \"t\" group by \"p\"",
          "select \"s\" from \"t\" where \"x\" > 5 and \"p\" = 2 order by \"x\" limit 1");

  @TempDir Path directory;

  @Test
  void failsWhereAPartitionColumnHasAnotherTypeNow() throws Exception {
    write("p=1", 0);
    write("p=2", 10);
    try (Connection connection = connect()) {
      List<PreparedStatement> planned = prepare(connection);
      write("p=abc", 20);
      assertFails(planned);
      write("p=1", 0);
      List<PreparedStatement> anew = prepare(connection, "select count(*) from \"t\"");
      assertThat(first(anew.get(0))).isEqualTo("30");
    }
  }

  @Test
  void failsWhereAPartitionColumnIsPartOfTheContentNow() throws Exception {
    write("p=1", 0);
    write("p=2", 10);
    try (Connection connection = connect()) {
      List<PreparedStatement> planned = prepare(connection);
      Files.delete(directory.resolve("data/t/p=1/a.parquet"));
      Files.delete(directory.resolve("data/t/p=2/a.parquet"));
      write("flat", 0);
      assertFails(planned);
    }
  }

  @Test
  void listsAnewAfterAFooterTurnedOutToBeReplaced() throws Exception {
    write("p=1", 0);
    Path one = directory.resolve("data/t/p=1/a.parquet");
    for (int i = 0; i < 1_000; i++) {
      Files.copy(one, directory.resolve("data/t/p=1/" + i + ".parquet"));
    }
    try (Connection connection = connect("PT1H")) {
      List<PreparedStatement> planned =
          prepare(connection, "select \"x\" from \"t\" limit 1", "select count(*) from \"t\"");
      assertThat(first(planned.get(0))).isEqualTo("0"); // all objects are listed now
      write("p=1", 100);
      Files.move(one, directory.resolve("data/t/p=1/777.parquet"), REPLACE_EXISTING);
      assertThatThrownBy(() -> first(planned.get(1))).hasMessageContaining("p=1/");
      assertThat(first(planned.get(1))).isEqualTo("10000");
    }
  }

  private static void assertFails(List<PreparedStatement> planned) {
    for (PreparedStatement statement : planned) {
      assertThatThrownBy(() -> first(statement))
          .as(statement.toString())
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("s3 source 's3': table 't': column 'p' has changed")
          .hasMessageContaining("run it again");
    }
  }

  private static List<PreparedStatement> prepare(Connection connection) throws SQLException {
    return prepare(connection, QUERIES.toArray(String[]::new));
  }

  private static List<PreparedStatement> prepare(Connection connection, String... queries)
      throws SQLException {
    List<PreparedStatement> prepared = new ArrayList<>();
    for (String query : queries) {
      prepared.add(connection.prepareStatement(query));
    }
    return prepared;
  }

  private static String first(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  private void write(String folder, int from) throws Exception {
    Path target = Files.createDirectories(directory.resolve("data/t/" + folder));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT i AS x, 'n' || i AS s%s FROM range(%d, %d) r(i)) TO '%s' (FORMAT parquet)"
              .formatted(
                  folder.contains("=") ? "" : ", i % 2 AS p",
                  from,
                  from + 10,
                  target.resolve("a.parquet")));
    }
  }

  /** Returns a connection that lists the directory anew after a millisecond. */
  private Connection connect() throws SQLException {
    return connect("PT0.001S");
  }

  private Connection connect(String metadataTtl) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:calcite:caseSensitive=true;model=inline:{version:'1.0',defaultSchema:'s3',schemas:["
            + "{name:'s3',type:'custom',factory:'"
            + S3SchemaFactory.class.getName()
            + "',operand:{endpoint:'"
            + directory.toUri().toString().replaceAll("/$", "")
            + "',bucket:'data',metadataTtl:'"
            + metadataTtl
            + "',definitions:[{name:'t',location:'t/'}]}}]}");
  }
}

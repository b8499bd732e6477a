/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import io.strake.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.hydromatic.sqllogictest.SltSqlStatement;

/**
 * The database that the statements of one file are applied to: one of PostgreSQL, of its own.
 *
 * <p>What it holds is what every engine is asked about. Not thread-safe.
 */
final class Store implements AutoCloseable {
  private static final String TABLES =
      """
      SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
      FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY c.relname, a.attnum
      """;

  private final EmbeddedPostgres server;
  private final String database;
  private final Connection connection;

  private Store(EmbeddedPostgres server, String database, Connection connection) {
    this.server = server;
    this.database = database;
    this.connection = connection;
  }

  /** Creates an empty database. */
  static Store create(EmbeddedPostgres server, String database) throws SQLException {
    server.createDatabase(database);
    return new Store(server, database, server.connect(database));
  }

  /**
   * A table or view.
   *
   * @param columns names and types, the latter as PostgreSQL writes them
   */
  record Relation(String name, List<Column> columns) {}

  /** A column and its type as PostgreSQL writes it. */
  record Column(String name, String type) {}

  /**
   * Applies a statement of the corpus. One that the corpus expects to fail is taken back if it does
   * not, since what follows relies on that.
   *
   * @return what went otherwise than the corpus expects; nothing if all is well
   */
  Optional<String> apply(SltSqlStatement statement) throws SQLException {
    try (Statement command = connection.createStatement()) {
      connection.setAutoCommit(false);
      command.execute(statement.statement);
      if (statement.shouldPass) {
        connection.commit();
        return Optional.empty();
      }
      connection.rollback();
      return Optional.of("accepted, and taken back");
    } catch (SQLException e) {
      connection.rollback();
      return statement.shouldPass ? e.getMessage().lines().findFirst() : Optional.empty();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  /** Returns the tables and views. */
  List<Relation> relations() throws SQLException {
    List<Relation> relations = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet columns = statement.executeQuery(TABLES)) {
      while (columns.next()) {
        String name = columns.getString(1);
        if (relations.isEmpty() || !relations.get(relations.size() - 1).name().equals(name)) {
          relations.add(new Relation(name, new ArrayList<>()));
        }
        Column column = new Column(columns.getString(2), columns.getString(3));
        relations.get(relations.size() - 1).columns().add(column);
      }
    }
    return relations;
  }

  /** Returns the connection of the statements, which also serves to read what they have made. */
  Connection connection() {
    return connection;
  }

  /** Returns a new connection to the database. */
  Connection connect() throws SQLException {
    return server.connect(database);
  }

  /** Returns the URL of the database, without a user. */
  String jdbcUrl() {
    return server.jdbcUrl(database);
  }

  /** Returns the user that the URL needs. */
  String user() {
    return server.user();
  }

  /** Returns the name of the database. */
  String database() {
    return database;
  }

  /** Drops the database, whoever is still connected to it. */
  @Override
  public void close() throws SQLException {
    connection.close();
    try (Connection other = server.connect();
        Statement statement = other.createStatement()) {
      statement.execute("DROP DATABASE " + database + " WITH (FORCE)");
    }
  }
}

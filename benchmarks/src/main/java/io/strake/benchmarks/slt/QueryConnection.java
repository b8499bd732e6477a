/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection to what answers the queries, made anew when the tables have changed: engines
 * remember for minutes what tables there are. Not thread-safe.
 */
final class QueryConnection implements AutoCloseable {
  private final Connector connector;
  private @Nullable Connection connection;

  /** Opens connections that see the tables as they are. */
  @FunctionalInterface
  interface Connector {
    /** Opens a connection. */
    Connection connect() throws SQLException, IOException;
  }

  QueryConnection(Connector connector) {
    this.connector = connector;
  }

  /** Returns the connection. */
  Connection get() throws SQLException, IOException {
    if (connection == null) {
      connection = connector.connect();
    }
    return connection;
  }

  /** Says that tables have changed. */
  void tablesChanged() throws SQLException {
    close();
  }

  @Override
  public void close() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
  }
}

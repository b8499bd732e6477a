/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/** The tables stay in PostgreSQL, with the statistics that its autovacuum would gather. */
final class PostgresPlacement implements Placement {
  @Override
  public String place(Store store) throws SQLException {
    List<Store.Relation> relations = store.relations();
    if (!relations.isEmpty()) {
      try (Statement statement = store.connection().createStatement()) {
        statement.execute(
            relations.stream()
                .map(relation -> "\"" + relation.name() + "\"")
                .collect(Collectors.joining(", ", "ANALYZE ", "")));
      }
    }
    return Placement.model(
        "io.strake.postgres.PostgresSchemaFactory",
        "{\"url\": \"%s\", \"user\": \"%s\"}".formatted(store.jdbcUrl(), store.user()));
  }

  @Override
  public void close() {
    // the server belongs to the store
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Queries without any source, which the local engine runs alone. */
final class LocalQueries implements AutoCloseable {
  private final FederationEngine engine;

  private LocalQueries(FederationEngine engine) {
    this.engine = engine;
  }

  static LocalQueries open() {
    return new LocalQueries(
        FederationEngine.open(EngineOptions.of("inline:{version: '1.0', schemas: []}")));
  }

  /**
   * Returns rows as a table {@code t(g, a, b, c)}.
   *
   * @param rows literals, or null for NULL
   * @param types types of the columns, four at most
   */
  static String table(List<List<String>> rows, String... types) {
    List<String> texts = new ArrayList<>();
    for (List<String> row : rows) {
      List<String> values =
          IntStream.range(0, types.length)
              .mapToObj(i -> "CAST(%s AS %s)".formatted(row.get(i), types[i]))
              .toList();
      texts.add("(" + String.join(", ", values) + ")");
    }
    String names = String.join(", ", List.of("g", "a", "b", "c").subList(0, types.length));
    return "(VALUES " + String.join(", ", texts) + ") AS t(" + names + ")";
  }

  String plan(String sql) {
    return engine.queries().prepare(sql, Session.ANONYMOUS).plan();
  }

  List<List<Object>> run(String sql) {
    PreparedQuery query = engine.queries().prepare(sql, Session.ANONYMOUS);
    assertThat(query.plan()).startsWith("LocalToArrowConverter(sql=[");
    List<List<Object>> rows = new ArrayList<>();
    try (QueryResult result = engine.queries().execute(query, Session.ANONYMOUS)) {
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (int column = 0; column < result.batch().getFieldVectors().size(); column++) {
            values.add(result.batch().getVector(column).getObject(row));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  @Override
  public void close() {
    engine.close();
  }
}

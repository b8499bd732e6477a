/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.benchmarks.memory.MemoryTable;
import io.strake.benchmarks.memory.MemoryTables;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queries of TPC-H through the engine, over tables in memory. */
final class TpchQueriesTest {
  private static final double SCALE = 0.01;
  private static final String MODEL =
      """
      inline:{
        "version": "1.0",
        "defaultSchema": "tpch",
        "schemas": [{
          "name": "tpch",
          "type": "custom",
          "factory": "io.strake.benchmarks.memory.MemorySchemaFactory",
          "operand": {"tables": "TpchQueriesTest"}
        }]
      }
      """;

  private static BufferAllocator allocator;
  private static Map<String, MemoryTable> tables;
  private static FederationEngine engine;

  @BeforeAll
  static void open() {
    allocator = new RootAllocator();
    tables = TpchTables.generate(allocator, SCALE);
    MemoryTables.register("TpchQueriesTest", tables);
    engine = FederationEngine.open(EngineOptions.of(MODEL));
  }

  @AfterAll
  static void close() {
    engine.close();
    MemoryTables.unregister("TpchQueriesTest");
    tables.values().forEach(MemoryTable::close);
    allocator.close();
  }

  @Test
  void hasTheRowsOfTheSpecification() {
    assertThat(rows("SELECT COUNT(*) FROM region")).containsExactly("[5]");
    assertThat(rows("SELECT COUNT(*) FROM orders")).containsExactly("[15000]");
    assertThat(rows("SELECT COUNT(*), SUM(l_quantity), MIN(l_shipdate) FROM lineitem"))
        .containsExactly("[60175, 1536127.00, 8038]");
  }

  @Test
  void everyQueryRuns() {
    for (int number = 1; number <= TpchQueries.COUNT; number++) {
      assertThat(rows(TpchQueries.text(number, SCALE))).as("query %d", number).isNotEmpty();
    }
  }

  private static List<String> rows(String sql) {
    Session session = Session.ANONYMOUS;
    List<String> rows = new ArrayList<>();
    try (QueryResult result =
        engine.queries().execute(engine.queries().prepare(sql, session), session)) {
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          List<Object> values = new ArrayList<>();
          for (FieldVector column : result.batch().getFieldVectors()) {
            values.add(column.getObject(row));
          }
          rows.add(values.toString());
        }
      }
    }
    assertThat(engine.allocatedBytes()).isZero();
    return rows;
  }
}

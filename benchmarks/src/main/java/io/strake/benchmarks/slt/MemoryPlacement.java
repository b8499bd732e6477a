/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import io.strake.benchmarks.memory.MemorySchemaFactory;
import io.strake.benchmarks.memory.MemoryTable;
import io.strake.benchmarks.memory.MemoryTables;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/** The tables are Arrow batches in this process. Thread-safe for different stores. */
final class MemoryPlacement implements Placement {
  private final BufferAllocator allocator = new RootAllocator();
  private final AtomicLong version = new AtomicLong();
  private final Map<String, Placed> placed = new ConcurrentHashMap<>();

  /** What was placed last for a store, under the name that its model has for it. */
  private record Placed(String name, Map<String, MemoryTable> tables) implements AutoCloseable {
    @Override
    public void close() {
      MemoryTables.unregister(name);
      tables.values().forEach(MemoryTable::close);
    }
  }

  /** Nothing reads what was placed before any more: connections to it are closed. */
  @Override
  public String place(Store store) throws SQLException {
    Placed former = placed.remove(store.database());
    if (former != null) {
      former.close();
    }
    Placed current =
        new Placed(store.database() + "-" + version.incrementAndGet(), new HashMap<>());
    placed.put(store.database(), current);
    for (Store.Relation relation : store.relations()) {
      current.tables().put(relation.name(), copy(store, relation));
    }
    MemoryTables.register(current.name(), current.tables());
    return Placement.model(
        MemorySchemaFactory.class.getName(), "{\"tables\": \"%s\"}".formatted(current.name()));
  }

  @Override
  public void close() {
    placed.values().forEach(Placed::close);
    allocator.close();
  }

  private MemoryTable copy(Store store, Store.Relation relation) throws SQLException {
    MemoryColumns columns = new MemoryColumns(relation);
    try (Statement statement = store.connection().createStatement();
        ResultSet rows = statement.executeQuery("SELECT * FROM \"" + relation.name() + "\"")) {
      return new MemoryTable(columns.rowType(), columns.read(rows, allocator), List.of(), Map.of());
    }
  }
}

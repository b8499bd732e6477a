/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ExecutionContext;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Start of a scan: takes its connections and decides whether it is divided among several. Used
 * once.
 */
final class ScanStart {
  private final PostgresDatabase database;
  private final ExecutionContext context;
  private final Schema schema;
  private final IntFunction<String> columnNames;
  private final StatementConnections connections;

  /**
   * Prepares a scan.
   *
   * @param columnNames words for a column by its index, for errors
   */
  ScanStart(
      PostgresDatabase database,
      ExecutionContext context,
      Schema schema,
      IntFunction<String> columnNames) {
    this.database = database;
    this.context = context;
    this.schema = schema;
    this.columnNames = columnNames;
    this.connections = StatementConnections.of(database, context);
  }

  /**
   * Returns the running scan.
   *
   * @param sql the whole of it
   * @param plain its parts, if it can be divided
   * @throws io.strake.planner.StrakeException if the database refuses
   */
  ArrowReader open(String sql, Optional<PlainScan> plain) {
    boolean divisible =
        plain.isPresent() && database.scanConnections() > 1 && !connections.repeats();
    List<ScanConnection> held = new ArrayList<>();
    List<PageRange> ranges = List.of();
    try {
      held.add(connections.acquire(context, divisible));
      if (divisible) {
        ranges = ranges(held.get(0), plain.get(), sql);
        int useful = Math.min(database.scanConnections(), ranges.size());
        held.addAll(connections.acquireFree(context, useful - 1));
      }
    } finally {
      connections.scanStarted();
    }
    return held.size() == 1
        ? reader(context, held.get(0), List.of(sql).iterator())
        : parallel(held, statements(plain.get(), ranges));
  }

  /** Readers take one statement after the other until there is none. */
  private ArrowReader parallel(List<ScanConnection> held, Iterator<String> statements) {
    ExecutionContext reading = context.part(context.batchRows(), context.batchBytes());
    List<CopyReader> readers = new ArrayList<>();
    boolean opened = false;
    try {
      for (ScanConnection connection : held) {
        readers.add(reader(reading, connection, statements));
      }
      opened = true;
    } finally {
      if (!opened) {
        reading.cancel();
        ParallelReader.closeAll(readers);
        // The one that did not open has given its connection up itself
        held.subList(readers.size() + 1, held.size()).forEach(this::discard);
      }
    }
    return ParallelReader.open(reading, schema, readers);
  }

  private void discard(ScanConnection connection) {
    connections.discard(connection, false);
  }

  private List<PageRange> ranges(ScanConnection connection, PlainScan plain, String sql) {
    boolean known = false;
    try {
      List<PageRange> ranges = PageRanges.of(connection, plain, sql);
      known = true;
      return ranges;
    } catch (SQLException e) {
      throw database.failure(e, context);
    } finally {
      if (!known) {
        connections.discard(connection, false);
      }
    }
  }

  private Iterator<String> statements(PlainScan plain, List<PageRange> ranges) {
    return ranges.stream()
        .map(range -> PostgresBackend.statement(plain.within(range)).bind(context.parameters()))
        .iterator();
  }

  private CopyReader reader(
      ExecutionContext reading, ScanConnection connection, Iterator<String> statements) {
    CopyStream stream =
        CopyStream.open(database, reading, connections, connection, shared(statements));
    return CopyReader.of(database, reading, stream, schema, columnNames);
  }

  private static Supplier<@Nullable String> shared(Iterator<String> statements) {
    return () -> {
      synchronized (statements) {
        return statements.hasNext() ? statements.next() : null;
      }
    };
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.ParallelReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
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
   * @param small the same as {@code sql}, if it could be prepared
   * @throws io.strake.planner.StrakeException if the database refuses
   */
  ArrowReader open(String sql, Optional<PlainScan> plain, Optional<SmallStatement> small) {
    boolean isSmall = small.map(SmallStatement::isSmall).orElse(false);
    boolean divisible =
        !isSmall && plain.isPresent() && database.scanConnections() > 1 && !connections.repeats();
    List<ScanConnection> held = new ArrayList<>();
    List<PageRange> ranges = List.of();
    try {
      held.add(connections.acquire(context, divisible));
      if (divisible) {
        ranges = ask(held.get(0), first -> PageRanges.of(first, plain.get(), sql));
        int useful = Math.min(database.scanConnections(), ranges.size());
        held.addAll(connections.acquireFree(context, useful - 1));
      }
    } finally {
      connections.scanStarted();
    }
    return held.size() == 1
        ? single(held.get(0), sql, small)
        : parallel(held, statements(plain.get(), ranges));
  }

  private ArrowReader single(
      ScanConnection connection, String sql, Optional<SmallStatement> small) {
    long start = System.nanoTime();
    LongConsumer onEnd =
        bytes -> small.ifPresent(s -> s.ran(bytes, Duration.ofNanos(System.nanoTime() - start)));
    RowStream stream =
        small
            .filter(s -> s.isSmall() && s.canBePrepared() && !connections.isShared())
            .flatMap(s -> prepared(connection, s))
            .orElse(null);
    if (stream == null) {
      stream = copy(context, connection, List.of(sql).iterator());
    }
    return CopyReader.of(database, context, stream, schema, columnNames, onEnd);
  }

  /** Returns the stream of a prepared statement; empty if it has to run as COPY. */
  private Optional<RowStream> prepared(ScanConnection connection, SmallStatement small) {
    Optional<List<String>> values = small.values(context.parameters());
    return values.isPresent() && ask(connection, database::keepsStatements)
        ? PreparedStream.open(
            database, context, connections, connection, schema, small, values.get())
        : Optional.empty();
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
    return ParallelReader.open(reading, schema, readers, "strake-postgres-scan");
  }

  private void discard(ScanConnection connection) {
    connections.discard(connection, false);
  }

  /** What is asked on a connection before its scan. */
  private interface Question<T> {
    T ask(ScanConnection connection) throws SQLException;
  }

  /** Asks something, and gives the connection up if there is no answer. */
  private <T> T ask(ScanConnection connection, Question<T> question) {
    boolean answered = false;
    try {
      T answer = question.ask(connection);
      answered = true;
      return answer;
    } catch (SQLException e) {
      throw database.failure(e, context);
    } finally {
      if (!answered) {
        discard(connection);
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
    RowStream stream = copy(reading, connection, statements);
    return CopyReader.of(database, reading, stream, schema, columnNames, bytes -> {});
  }

  private RowStream copy(
      ExecutionContext reading, ScanConnection connection, Iterator<String> statements) {
    return CopyStream.open(database, reading, connections, connection, shared(statements));
  }

  private static Supplier<@Nullable String> shared(Iterator<String> statements) {
    return () -> {
      synchronized (statements) {
        return statements.hasNext() ? statements.next() : null;
      }
    };
  }
}

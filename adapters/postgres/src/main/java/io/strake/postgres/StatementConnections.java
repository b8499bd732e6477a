/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.InterruptibleWait;
import io.strake.planner.arrow.StatementResource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one statement to one database, which all see the same rows.
 *
 * <p>The first of them exports the snapshot of its transaction, which lives as long as that, and
 * the others import it. So the first one is kept until every scan of the plan has its connections;
 * if its own scan has ended before, another scan takes it over. The permits for all scans of the
 * plan are taken at once. A lone scan exports nothing. Thread-safe.
 */
final class StatementConnections implements StatementResource {
  private static final Logger LOGGER = LoggerFactory.getLogger(StatementConnections.class);

  /** After this time a scan beyond the reserve looks whether the statement has a connection. */
  private static final Duration WAIT = Duration.ofMillis(50);

  private final PostgresDatabase database;
  private final ScanCount scans;
  private final ReentrantLock lock = new ReentrantLock();

  /** Scans that have their connections. */
  @GuardedBy("lock")
  private int started;

  /** Permits for scans to come. */
  @GuardedBy("lock")
  private int reserve;

  @GuardedBy("lock")
  private boolean reserved;

  @GuardedBy("lock")
  private boolean closed;

  @GuardedBy("lock")
  private @Nullable String snapshot;

  /** The connection whose transaction has exported the snapshot. */
  @GuardedBy("lock")
  private @Nullable ScanConnection exporter;

  /** Whether no scan uses the exporter. */
  @GuardedBy("lock")
  private boolean idle;

  private StatementConnections(PostgresDatabase database, ScanCount scans) {
    this.database = database;
    this.scans = scans;
  }

  /** Returns the connections for a scan that runs in a context. */
  static StatementConnections of(PostgresDatabase database, ExecutionContext context) {
    if (ScanCount.isAlone(context)) {
      return new StatementConnections(database, ScanCount.ONE);
    }
    return context.shared(database, StatementConnections.class, whole -> shared(database, whole));
  }

  private static StatementConnections shared(PostgresDatabase database, ExecutionContext context) {
    StatementConnections connections =
        new StatementConnections(database, ScanCount.of(database, context));
    context.onCancel(connections::dropIdle);
    return connections;
  }

  /**
   * Returns a connection for a scan, in a transaction that has begun, which the scan gives back.
   *
   * @param divisible whether the scan might divide its work among several connections
   * @throws StrakeException if the database refuses, or no connection becomes free in time
   */
  ScanConnection acquire(ExecutionContext context, boolean divisible) {
    return first(context, scans.isShared() || divisible);
  }

  /**
   * Returns more connections for a scan that has one, as many as nobody waits for.
   *
   * @param atMost how many would be of use
   */
  List<ScanConnection> acquireFree(ExecutionContext context, int atMost) {
    List<ScanConnection> acquired = new ArrayList<>();
    while (acquired.size() < atMost && addFree(acquired, context)) {
      // until there is none
    }
    return acquired;
  }

  /** Says that a scan has all its connections, or has failed. */
  void scanStarted() {
    boolean needed;
    lock.lock();
    try {
      started++;
      needed = scans.moreThan(started);
    } finally {
      lock.unlock();
    }
    if (!needed) {
      releaseIdle();
    }
  }

  /** Returns whether several scans have to agree, so that transactions must not begin anew. */
  boolean isShared() {
    return scans.isShared();
  }

  /** Returns whether a scan may be run again, so that it must not end its transaction early. */
  boolean repeats() {
    return scans.repeats();
  }

  private ScanConnection first(ExecutionContext context, boolean export) {
    long start = System.nanoTime();
    while (true) {
      lock(context);
      try {
        ScanConnection kept = exporter;
        if (kept != null && idle) {
          idle = false;
          return resumed(kept, context);
        }
        if (takeReserved(context)) {
          if (snapshot == null) {
            return export ? exported(open(context), context) : begun(open(context), context, null);
          }
          break;
        }
      } finally {
        lock.unlock();
      }
      // Not with the lock: what this statement has may become free as well
      if (database.permits().take(1, WAIT, context)) {
        break;
      } else if (System.nanoTime() - start >= database.permits().timeout().toNanos()) {
        throw database.errors().busy(1);
      }
    }
    return begun(open(context), context, snapshot());
  }

  /** Opens a connection for a permit that was taken. */
  private ScanConnection open(ExecutionContext context) {
    boolean opened = false;
    try {
      ScanConnection connection = ScanConnection.open(database, context);
      opened = true;
      return connection;
    } finally {
      if (!opened) {
        permitBack();
      }
    }
  }

  @GuardedBy("lock")
  private ScanConnection exported(ScanConnection opened, ExecutionContext context) {
    String[] name = new String[1];
    ScanConnection begun =
        begun(
            opened,
            context,
            connection -> name[0] = connection.beginAndExport(context),
            e -> database.errors().statement(e, context));
    snapshot = name[0];
    exporter = begun;
    return begun;
  }

  private ScanConnection begun(
      ScanConnection opened, ExecutionContext context, @Nullable String imported) {
    if (imported != null) {
      return begun(
          opened,
          context,
          connection -> connection.beginWith(imported, context),
          e -> database.errors().snapshot(e, context));
    }
    return begun(
        opened,
        context,
        connection -> connection.begin(context),
        e -> database.errors().statement(e, context));
  }

  /** Goes on with the transaction of the exporter. */
  private ScanConnection resumed(ScanConnection kept, ExecutionContext context) {
    try {
      kept.goOn(context);
      return kept;
    } catch (SQLException e) {
      discard(kept, false);
      throw database.errors().statement(e, context);
    }
  }

  /** How a transaction begins. */
  private interface Beginning {
    void of(ScanConnection connection) throws SQLException;
  }

  /**
   * Begins a transaction, on another connection if that one broke off while nobody used it.
   *
   * @param failure the error to throw
   */
  private ScanConnection begun(
      ScanConnection opened,
      ExecutionContext context,
      Beginning beginning,
      Function<SQLException, StrakeException> failure) {
    ScanConnection current = opened;
    try {
      try {
        beginning.of(current);
      } catch (SQLException e) {
        if (!PostgresErrors.isBroken(e) || context.isStopped()) {
          throw e;
        }
        LOGGER.debug("{}: a connection had broken off", database.errors().owner(), e);
        current.discard(false);
        database.forgetIdle();
        current = open(context);
        beginning.of(current);
      }
      return current;
    } catch (SQLException e) {
      discard(current, false);
      throw failure.apply(e);
    }
  }

  /** Adds a connection if the pool has one that nobody waits for. */
  private boolean addFree(List<ScanConnection> acquired, ExecutionContext context) {
    String known = snapshot();
    if (known == null || !database.permits().tryTake()) {
      return false;
    }
    try {
      acquired.add(begun(open(context), context, known));
      return true;
    } catch (StrakeException e) {
      context.checkActive();
      LOGGER.debug("{}: goes on with fewer connections", database.errors().owner(), e);
      return false;
    }
  }

  /** Returns whether the transaction of a connection is needed when its scan ends. */
  boolean keeps(ScanConnection connection) {
    lock.lock();
    try {
      return connection == exporter && !closed && scans.moreThan(started);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a connection back whose statement has ended well. */
  void giveBack(ScanConnection connection) throws SQLException {
    if (!tryKeep(connection)) {
      forget(connection);
      release(connection);
    }
  }

  /** Takes a connection without a statement back if its transaction is still needed. */
  boolean tryKeep(ScanConnection connection) {
    lock.lock();
    try {
      boolean kept = keeps(connection);
      idle |= kept;
      return kept;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a connection back that cannot be used any more. */
  void discard(ScanConnection connection, boolean runs) {
    forget(connection);
    connection.discard(runs);
    permitBack();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      database.permits().release(reserve);
      reserve = 0;
    } finally {
      lock.unlock();
    }
    releaseIdle();
  }

  private void releaseIdle() {
    ScanConnection ended = takeIdle();
    if (ended != null) {
      try {
        release(ended);
      } catch (SQLException e) {
        LOGGER.debug("a connection that nobody needs any more had broken off", e);
      }
    }
  }

  /** Called by whoever cancels the statement, on its thread; scans cancel what they run. */
  private void dropIdle() {
    if (lock.tryLock()) { // else a scan is about to start, which the cancel ends
      try {
        ScanConnection dropped = takeIdle();
        if (dropped != null) {
          dropped.discard(true);
          permitBack();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private @Nullable ScanConnection takeIdle() {
    lock.lock();
    try {
      if (!idle) {
        return null;
      }
      idle = false;
      ScanConnection taken = exporter;
      exporter = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void forget(ScanConnection connection) {
    lock.lock();
    try {
      if (connection == exporter) {
        exporter = null; // its snapshot keeps its name, so that a later import fails
      }
    } finally {
      lock.unlock();
    }
  }

  private @Nullable String snapshot() {
    lock.lock();
    try {
      return snapshot;
    } finally {
      lock.unlock();
    }
  }

  /** Takes one of the permits for all scans of the plan, which the first scan waits for. */
  @GuardedBy("lock")
  private boolean takeReserved(ExecutionContext context) {
    if (closed) {
      throw StrakeException.of(
          ErrorCode.CANCELLED, "%s: the query has ended", database.errors().owner());
    }
    ConnectionPermits permits = database.permits();
    if (snapshot == null && reserve == 0) {
      int count = reserved ? 1 : Math.min(scans.number(), permits.all());
      if (!permits.take(count, permits.timeout(), context)) {
        throw database.errors().busy(count);
      }
      reserved = true;
      reserve = count;
    }
    if (reserve == 0) {
      return false;
    }
    reserve--;
    return true;
  }

  private void release(ScanConnection connection) throws SQLException {
    try {
      connection.giveBack();
    } finally {
      permitBack();
    }
  }

  /** A plan that may run scans again keeps its permits, so that these need not wait. */
  private void permitBack() {
    lock.lock();
    try {
      if (scans.repeats() && !closed) {
        reserve++;
      } else {
        database.permits().release(1);
      }
    } finally {
      lock.unlock();
    }
  }

  private void lock(ExecutionContext context) {
    context.checkActive();
    try (InterruptibleWait wait = new InterruptibleWait(context)) {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      context.checkActive();
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(
          e, ErrorCode.CANCELLED, "%s: was interrupted", database.errors().owner());
    }
  }
}

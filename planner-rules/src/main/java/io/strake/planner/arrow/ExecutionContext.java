/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import static java.util.Objects.requireNonNull;

import io.strake.planner.ErrorCode;
import io.strake.planner.Parameters;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.rel.RelNode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running statement shares with its sources: memory, batch size, time zone, deadline, the
 * cancel signal, and what sources share among its scans.
 *
 * <p>Thread-safe. Does not own the allocator: whoever made the context closes it.
 */
public final class ExecutionContext {
  /** Largest number of rows in a batch, unless set otherwise. */
  public static final int DEFAULT_BATCH_ROWS = 64 * 1024;

  /**
   * Bytes after which a batch is handed on: 1.5 MiB, so that it stays below 2 MiB when serialised;
   * some gRPC clients refuse messages above 4 MiB.
   */
  public static final long DEFAULT_BATCH_BYTES = 1536 * 1024;

  private static final Logger LOGGER = LoggerFactory.getLogger(ExecutionContext.class);

  private final BufferAllocator allocator;
  private final int batchRows;
  private final long batchBytes;
  private final ZoneId timeZone;
  private final Parameters parameters;
  private final @Nullable Duration timeout;
  private final long deadlineNanos;
  private final AtomicReference<@Nullable StrakeException> stop = new AtomicReference<>();
  private final List<Runnable> cancelListeners = new ArrayList<>();
  private final @Nullable RelNode plan;
  private final ExecutionContext statement;
  private final Object statementKey;
  private final StatementResources resources;

  private ExecutionContext(Builder builder) {
    this.allocator = builder.allocator;
    this.batchRows = builder.batchRows;
    this.batchBytes = builder.batchBytes;
    this.timeZone = builder.timeZone;
    this.parameters = builder.parameters;
    this.timeout = builder.timeout;
    this.deadlineNanos = timeout == null ? 0 : System.nanoTime() + timeout.toNanos();
    this.plan = builder.plan;
    this.statement = this;
    this.statementKey = builder.statementKey == null ? this : builder.statementKey;
    this.resources = new StatementResources();
  }

  private ExecutionContext(ExecutionContext whole, int batchRows, long batchBytes) {
    this.allocator = whole.allocator;
    this.batchRows = batchRows;
    this.batchBytes = batchBytes;
    this.timeZone = whole.timeZone;
    this.parameters = whole.parameters;
    this.timeout = whole.timeout;
    this.deadlineNanos = whole.deadlineNanos;
    this.plan = whole.plan;
    this.statement = whole.statement;
    this.statementKey = whole.statementKey;
    this.resources = whole.resources;
  }

  /** Returns a builder of a context without a deadline, in UTC, with batches of default size. */
  public static Builder builder(BufferAllocator allocator) {
    return new Builder(allocator);
  }

  /**
   * Returns a context of one part of this statement: with batches of another size, otherwise with
   * the same settings and deadline. It stops with the statement and can also be stopped alone.
   */
  public ExecutionContext part(int batchRows, long batchBytes) {
    ExecutionContext part = new ExecutionContext(this, batchRows, batchBytes);
    onCancel(() -> part.stop(requireNonNull(stop.get())));
    return part;
  }

  /** Returns the allocator of every buffer of this statement. */
  public BufferAllocator allocator() {
    return allocator;
  }

  /** Returns the largest number of rows in a batch. */
  public int batchRows() {
    return batchRows;
  }

  /** Returns the number of bytes after which a batch is handed on. */
  public long batchBytes() {
    return batchBytes;
  }

  /** Returns the time zone of the session. */
  public ZoneId timeZone() {
    return timeZone;
  }

  /** Returns the values of the statement's parameters. */
  public Parameters parameters() {
    return parameters;
  }

  /**
   * Returns the plan of the whole statement, so that a scan can see which others belong to it;
   * empty if the scan has a context of its own.
   */
  public Optional<RelNode> plan() {
    return Optional.ofNullable(plan);
  }

  /** Returns what stands for the statement, by identity: the same for all of its scans. */
  public Object statementKey() {
    return statementKey;
  }

  /**
   * Returns what the parts of this statement share, which is opened at first use and closed at the
   * end of the statement.
   *
   * @param owner whose it is, by identity; one owner has one resource in a statement
   * @param opener makes it, with the context of the whole statement; must not block
   */
  public <T extends StatementResource> T shared(
      Object owner, Class<T> type, Function<ExecutionContext, T> opener) {
    return type.cast(resources.get(owner, () -> opener.apply(statement)));
  }

  /** Closes what was shared; called by whoever made the context, behind the streams. Idempotent. */
  public void end() {
    resources.close();
  }

  /** Returns the time left until the deadline, never negative; null if there is no deadline. */
  public @Nullable Duration remainingTime() {
    return timeout == null
        ? null
        : Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  /**
   * Returns normally if the statement may go on.
   *
   * @throws StrakeException with {@link ErrorCode#CANCELLED} or {@link ErrorCode#TIMEOUT}
   */
  public void checkActive() {
    StrakeException reason = stop.get();
    if (reason == null && timeout != null && System.nanoTime() - deadlineNanos >= 0) {
      expire();
      reason = stop.get();
    }
    if (reason != null) {
      throw StrakeException.causedBy(reason, reason.code(), "%s", reason.getMessage());
    }
  }

  /** Returns whether the statement was cancelled or ran into its deadline. */
  public boolean isStopped() {
    return stop.get() != null || (timeout != null && System.nanoTime() - deadlineNanos >= 0);
  }

  /** Cancels the statement on behalf of its client. Only the first stop counts. */
  public void cancel() {
    stop(StrakeException.of(ErrorCode.CANCELLED, "query: cancelled by the client"));
  }

  /** Stops the statement because its deadline has come. Only the first stop counts. */
  public void expire() {
    stop(
        StrakeException.of(
            ErrorCode.TIMEOUT,
            "query: ran longer than its timeout of %s; raise the timeout or narrow the query",
            timeout));
  }

  /**
   * Registers what makes a source give up at once, such as cancelling its request; run at most
   * once, on the thread that cancels, and immediately if the statement has already been stopped.
   *
   * @param listener must not block for long
   * @return a handle whose {@code close} removes the listener
   */
  public Registration onCancel(Runnable listener) {
    synchronized (cancelListeners) {
      if (stop.get() == null) {
        cancelListeners.add(listener);
        return () -> remove(listener);
      }
    }
    run(listener);
    return () -> {};
  }

  /** Handle of a listener. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    /** Removes the listener. Idempotent. */
    @Override
    void close();
  }

  private void remove(Runnable listener) {
    synchronized (cancelListeners) {
      cancelListeners.remove(listener);
    }
  }

  private void stop(StrakeException reason) {
    List<Runnable> listeners;
    synchronized (cancelListeners) {
      if (!stop.compareAndSet(null, reason)) {
        return;
      }
      listeners = List.copyOf(cancelListeners);
      cancelListeners.clear();
    }
    listeners.forEach(ExecutionContext::run);
  }

  private static void run(Runnable listener) {
    try {
      listener.run();
    } catch (RuntimeException e) {
      LOGGER.warn("a source did not take the cancel signal", e);
    }
  }

  /** Builder of an {@link ExecutionContext}. Not thread-safe. */
  public static final class Builder {
    private final BufferAllocator allocator;
    private int batchRows = DEFAULT_BATCH_ROWS;
    private long batchBytes = DEFAULT_BATCH_BYTES;
    private ZoneId timeZone = ZoneId.of("UTC");
    private Parameters parameters = Parameters.NONE;
    private @Nullable Duration timeout;
    private @Nullable RelNode plan;
    private @Nullable Object statementKey;

    private Builder(BufferAllocator allocator) {
      this.allocator = allocator;
    }

    /** Sets the largest number of rows in a batch, at least 1. */
    public Builder batchRows(int rows) {
      if (rows < 1) {
        throw new IllegalArgumentException("batch rows: " + rows);
      }
      this.batchRows = rows;
      return this;
    }

    /** Sets the number of bytes after which a batch is handed on, at least 1. */
    public Builder batchBytes(long bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("batch bytes: " + bytes);
      }
      this.batchBytes = bytes;
      return this;
    }

    /** Sets the time zone of the session. */
    public Builder timeZone(ZoneId zone) {
      this.timeZone = zone;
      return this;
    }

    /** Sets the values of the statement's parameters; none by default. */
    public Builder parameters(Parameters values) {
      this.parameters = values;
      return this;
    }

    /** Sets how long the statement may run from {@link #build()} on; null for no limit. */
    public Builder timeout(@Nullable Duration limit) {
      this.timeout = limit;
      return this;
    }

    /**
     * Sets the plan of the statement. Whoever does calls {@link ExecutionContext#end()} when the
     * streams are closed.
     */
    public Builder plan(RelNode root) {
      this.plan = root;
      return this;
    }

    /** Sets what stands for the statement, if it has several contexts; the context by default. */
    public Builder statementKey(Object key) {
      this.statementKey = key;
      return this;
    }

    /** Returns the context. */
    public ExecutionContext build() {
      return new ExecutionContext(this);
    }
  }
}

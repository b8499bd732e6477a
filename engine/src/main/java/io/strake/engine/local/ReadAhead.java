/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;

/**
 * A source that is read on a thread of its own, a bounded number of bytes ahead of the local
 * engine, so that sources work at the same time as each other and as the local engine.
 *
 * <p>Thread-safe: the thread that reads puts batches, threads of the local engine take them, and
 * any thread may close. Closing stops the source and waits until it has let go of everything.
 */
final class ReadAhead implements AutoCloseable {
  private final ArrowRel input;
  private final InputColumns columns;
  private final ExecutionContext reading;
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  @GuardedBy("lock")
  private final Deque<VectorSchemaRoot> batches = new ArrayDeque<>();

  @GuardedBy("lock")
  private long bytes;

  @GuardedBy("lock")
  private boolean ended;

  @GuardedBy("lock")
  private @Nullable Throwable failure;

  private ReadAhead(ArrowRel input, ExecutionContext reading, long maxBytes) {
    this.input = input;
    this.columns = InputColumns.of(ArrowTypes.toSchema(input.getRowType()));
    this.reading = reading;
    this.maxBytes = maxBytes;
  }

  /**
   * Starts to read.
   *
   * @param maxBytes bytes that may wait to be taken; there may be one batch more
   * @param threads runs it; must not make it wait for another one
   */
  static ReadAhead start(
      ArrowRel input, ExecutionContext reading, long maxBytes, Executor threads) {
    ReadAhead source = new ReadAhead(input, reading, maxBytes);
    reading.onCancel(source::wake);
    threads.execute(source::read);
    return source;
  }

  /** Returns the columns of the batches. */
  InputColumns columns() {
    return columns;
  }

  /**
   * Waits for the next batch.
   *
   * @return a batch, which the caller closes; null at the end
   * @throws IOException the failure of the source, as are unchecked exceptions
   */
  @Nullable VectorSchemaRoot take() throws IOException {
    lock.lock();
    try {
      while (batches.isEmpty() && !ended) {
        changed.awaitUninterruptibly();
      }
      VectorSchemaRoot batch = batches.poll();
      if (batch != null) {
        bytes -= bytes(batch);
        changed.signalAll();
      } else if (failure != null) {
        rethrow(failure);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /** Tells the source to stop, unless it has ended; whoever waits for a batch gets a failure. */
  void stop() {
    if (!hasEnded()) {
      reading.cancel();
    }
  }

  /** Stops the source, waits for its end and releases what has not been taken. Idempotent. */
  @Override
  public void close() {
    stop();
    lock.lock();
    try {
      while (!ended) {
        changed.awaitUninterruptibly();
      }
      batches.forEach(VectorSchemaRoot::close);
      batches.clear();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    Throwable reason = null;
    try (ArrowReader rows = input.executeNarrow(reading)) {
      while (rows.loadNextBatch()) {
        put(columns.take(rows.getVectorSchemaRoot(), reading.allocator()));
      }
    } catch (IOException | RuntimeException | Error e) {
      reason = e; // whoever takes gets it
    }
    lock.lock();
    try {
      ended = true;
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Adds a batch once there is room for it, unless nobody wants it any more. */
  private void put(VectorSchemaRoot batch) {
    lock.lock();
    try {
      while (bytes >= maxBytes && !reading.isStopped()) {
        changed.awaitUninterruptibly();
      }
      batches.add(batch);
      bytes += bytes(batch);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    reading.checkActive();
  }

  private static long bytes(VectorSchemaRoot batch) {
    return batch.getFieldVectors().stream().mapToLong(FieldVector::getBufferSize).sum();
  }

  private static void rethrow(Throwable failure) throws IOException {
    if (failure instanceof IOException e) {
      throw e;
    } else if (failure instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) failure;
  }
}

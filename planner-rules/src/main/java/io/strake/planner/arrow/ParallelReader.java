/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of several readers, each of which works on a thread of its own, in the order in which
 * they come.
 *
 * <p>As many batches as there are readers may wait to be taken. The failure of one reader stops
 * all. Closing waits until every reader has let go of what it holds.
 */
public final class ParallelReader extends BatchReader {
  private static final Logger LOGGER = LoggerFactory.getLogger(ParallelReader.class);

  private final ExecutionContext reading;
  private final List<Thread> threads = new ArrayList<>();
  private final int ahead;
  private final AtomicLong bytes = new AtomicLong();

  @GuardedBy("this")
  private final Deque<VectorSchemaRoot> batches = new ArrayDeque<>();

  @GuardedBy("this")
  private int running;

  @GuardedBy("this")
  private @Nullable Throwable failure;

  private ParallelReader(ExecutionContext reading, Schema schema, int readers) {
    super(reading.allocator(), schema);
    this.reading = reading;
    this.ahead = readers;
    this.running = readers;
  }

  /**
   * Begins to read.
   *
   * @param reading context of the readers alone, so that they can be stopped together
   * @param readers yield batches of the schema; closed also if this fails
   * @param threadName name of the threads
   */
  public static ParallelReader open(
      ExecutionContext reading,
      Schema schema,
      List<? extends ArrowReader> readers,
      String threadName) {
    ParallelReader together = new ParallelReader(reading, schema, readers.size());
    reading.onCancel(together::wake);
    try {
      for (ArrowReader reader : readers) {
        Thread thread = new Thread(() -> together.read(reader), threadName);
        thread.setDaemon(true);
        thread.start();
        together.threads.add(thread);
      }
      return together;
    } finally {
      int started = together.threads.size();
      if (started < readers.size()) {
        reading.cancel();
        closeAll(List.of(together));
        closeAll(readers.subList(started, readers.size()));
      }
    }
  }

  @Override
  public long bytesRead() {
    return bytes.get();
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    try (VectorSchemaRoot batch = take()) {
      if (batch == null) {
        return false;
      }
      move(batch, root);
      return true;
    }
  }

  @Override
  protected void release() {
    if (!hasEnded()) {
      reading.cancel();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= join(thread);
    }
    synchronized (this) {
      batches.forEach(VectorSchemaRoot::close);
      batches.clear();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable VectorSchemaRoot take() throws IOException {
    boolean interrupted = false;
    while (batches.isEmpty() && running > 0 && failure == null) {
      interrupted |= await();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      rethrow(failure);
    }
    notifyAll();
    return batches.poll();
  }

  private void read(ArrowReader reader) {
    try (reader) {
      readAll(reader);
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
    synchronized (this) {
      running--;
      notifyAll();
    }
  }

  /** A failure is kept before its reader closes, which may make the others fail as well. */
  private void readAll(ArrowReader reader) {
    try {
      long before = 0;
      while (reader.loadNextBatch()) {
        bytes.addAndGet(reader.bytesRead() - before);
        before = reader.bytesRead();
        put(reader.getVectorSchemaRoot());
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
  }

  /** Keeps the first failure for whoever takes, and stops all readers. */
  private void fail(Throwable reason) {
    synchronized (this) {
      failure = failure == null ? reason : failure;
      notifyAll();
    }
    reading.cancel();
  }

  /** Adds a batch once there is room for it, unless nobody wants it any more. */
  private void put(VectorSchemaRoot rows) {
    VectorSchemaRoot batch = NarrowDecimals.batch(rows.getSchema(), reading.allocator());
    move(rows, batch);
    synchronized (this) {
      while (batches.size() >= ahead && !reading.isStopped()) {
        await();
      }
      batches.add(batch);
      notifyAll();
    }
    reading.checkActive();
  }

  private synchronized void wake() {
    notifyAll();
  }

  private synchronized boolean hasEnded() {
    return running == 0;
  }

  /** Waits for a change; returns whether the thread was interrupted. */
  @GuardedBy("this")
  private boolean await() {
    try {
      wait();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  /** Closes readers, each also if another one fails. */
  public static void closeAll(List<? extends ArrowReader> readers) {
    for (ArrowReader reader : readers) {
      try {
        reader.close();
      } catch (IOException | RuntimeException e) {
        LOGGER.debug("a reader that was given up did not close", e);
      }
    }
  }

  private static void move(VectorSchemaRoot from, VectorSchemaRoot to) {
    for (int i = 0; i < from.getFieldVectors().size(); i++) {
      FieldVector column = from.getVector(i);
      column.makeTransferPair(to.getVector(i)).transfer();
    }
    to.setRowCount(from.getRowCount());
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

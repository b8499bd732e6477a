/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a plan in {@link ArrowConvention}, in Calcite's internal representation.
 *
 * <p>Public because generated code calls it. Each enumerator runs the plan anew. Inside the engine
 * the statement's {@link ExecutionContext} is found in the data context; under stock Calcite every
 * enumerator makes one, which follows the statement's cancel flag and timeout.
 */
public final class ArrowEnumerable extends AbstractEnumerable<@Nullable Object> {
  /** Name under which the engine puts the execution context into the data context. */
  public static final String CONTEXT_VARIABLE = "strakeExecutionContext";

  private final DataContext root;
  private final ArrowRel plan;

  private ArrowEnumerable(DataContext root, ArrowRel plan) {
    this.root = root;
    this.plan = plan;
  }

  /** Called by generated code. */
  public static Enumerable<@Nullable Object> of(DataContext root, ArrowRel plan) {
    return new ArrowEnumerable(root, plan);
  }

  @Override
  public Enumerator<@Nullable Object> enumerator() {
    if (root.get(CONTEXT_VARIABLE) instanceof ExecutionContext context) {
      return new RowEnumerator(plan, context, () -> {});
    }
    return StandaloneExecution.start(root, plan);
  }

  /** Execution without an engine around it: owns its allocator and follows the cancel flag. */
  private static final class StandaloneExecution {
    private static final long CANCEL_POLL_MILLIS = 50;

    static Enumerator<@Nullable Object> start(DataContext root, ArrowRel plan) {
      RootAllocator allocator = new RootAllocator();
      Object timeout = root.get(DataContext.Variable.TIMEOUT.camelName);
      ExecutionContext context =
          ExecutionContext.builder(allocator)
              .timeout(timeout instanceof Long millis ? Duration.ofMillis(millis) : null)
              .parameters(new DataContextParameters(root))
              .statementKey(root)
              .build();
      AtomicBoolean ended = new AtomicBoolean();
      if (root.get(DataContext.Variable.CANCEL_FLAG.camelName) instanceof AtomicBoolean flag) {
        watch(flag, context, ended); // now, since a source may be slow to start
      }
      try {
        return new RowEnumerator(
            plan,
            context,
            () -> {
              ended.set(true);
              allocator.close();
            });
      } catch (RuntimeException | Error e) {
        ended.set(true);
        allocator.close();
        throw e;
      }
    }

    /** Calcite tells nobody that its cancel flag was set, so a thread has to look at it. */
    private static void watch(AtomicBoolean flag, ExecutionContext context, AtomicBoolean ended) {
      Thread watcher =
          new Thread(
              () -> {
                while (!ended.get()) {
                  if (flag.get()) {
                    context.cancel();
                    return;
                  }
                  if (context.isStopped()) {
                    context.expire();
                    return;
                  }
                  try {
                    Thread.sleep(CANCEL_POLL_MILLIS);
                  } catch (InterruptedException e) {
                    return;
                  }
                }
              },
              "strake-cancel-watch");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  /** Cursor over the rows of a stream of batches. Not thread-safe. */
  private static final class RowEnumerator implements Enumerator<@Nullable Object> {
    private final ExecutionContext context;
    private final Runnable onClose;
    private final ArrowReader reader;
    private final VectorSchemaRoot batch;
    private final List<RelDataType> types;
    private final RowValue[] columns;
    private int row = -1;
    private boolean closed;

    RowEnumerator(ArrowRel plan, ExecutionContext context, Runnable onClose) {
      this.context = context;
      this.onClose = onClose;
      this.types = plan.getRowType().getFieldList().stream().map(field -> field.getType()).toList();
      this.columns = new RowValue[types.size()];
      this.reader = plan.execute(context);
      try {
        this.batch = reader.getVectorSchemaRoot();
      } catch (IOException e) {
        throw readFailure(e);
      }
    }

    @Override
    public @Nullable Object current() {
      if (columns.length == 1) {
        return columns[0].at(row);
      }
      @Nullable Object[] values = new @Nullable Object[columns.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = columns[i].at(row);
      }
      return values;
    }

    @Override
    public boolean moveNext() {
      row++;
      while (row >= batch.getRowCount()) {
        context.checkActive();
        try {
          if (!reader.loadNextBatch()) {
            return false;
          }
        } catch (IOException e) {
          throw readFailure(e);
        }
        for (int i = 0; i < columns.length; i++) {
          columns[i] = RowValue.internal(batch.getVector(i), types.get(i));
        }
        row = 0;
      }
      return true;
    }

    @Override
    public void reset() {
      throw new UnsupportedOperationException("a stream of batches is read once");
    }

    @Override
    public void close() {
      if (closed) {
        return;
      }
      closed = true;
      try {
        reader.close();
      } catch (IOException e) {
        throw readFailure(e);
      } finally {
        onClose.run();
      }
    }

    private static StrakeException readFailure(IOException e) {
      return StrakeException.causedBy(
          e, ErrorCode.SOURCE_UNAVAILABLE, "source stream: broke off, %s", e.getMessage());
    }
  }
}

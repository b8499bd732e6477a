/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.time.Duration;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of a running statement, batch by batch.
 *
 * <p>Not thread-safe, except {@link #cancel}. Nothing is read ahead of {@link #next} but what the
 * sources and the local engine buffer within their limits.
 */
public interface QueryResult extends AutoCloseable {
  /** Returns the schema, equal to {@link PreparedQuery#schema()}. */
  Schema schema();

  /** Returns the root that every batch is loaded into; its content changes with {@link #next}. */
  VectorSchemaRoot batch();

  /**
   * Loads the next batch, which may be empty.
   *
   * @return false at the end
   * @throws io.strake.planner.StrakeException if a source fails, or the statement was cancelled or
   *     ran into its deadline
   */
  boolean next();

  /**
   * Returns what the client should know of the rows, such as that some are left out; complete after
   * the end.
   */
  List<String> warnings();

  /** Returns how long the statement waited for memory that others held; zero before the start. */
  Duration waited();

  /** Cancels the statement from any thread; {@link #next} then fails. Idempotent. */
  void cancel();

  /** Releases buffers, connections and temporary files; stops the sources. Idempotent. */
  @Override
  void close();
}

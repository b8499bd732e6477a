/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

/**
 * What the scans of one running statement share, such as the snapshot of a database that they read.
 *
 * @see ExecutionContext#shared
 */
@FunctionalInterface
public interface StatementResource extends AutoCloseable {
  /** Releases it; called once, when the streams of the statement are closed. */
  @Override
  void close();
}

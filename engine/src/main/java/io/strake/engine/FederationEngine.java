/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

/**
 * A loaded model that can be queried.
 *
 * <p>Thread-safe. Close it after the last query has ended.
 */
public final class FederationEngine implements AutoCloseable {
  private FederationEngine() {}

  /**
   * Loads a model. Sources are asked when they are first needed, so a source that is down does not
   * keep the others from serving.
   *
   * @throws io.strake.planner.StrakeException with {@code INVALID_CONFIGURATION} if the model is
   *     wrong
   */
  public static FederationEngine open(EngineOptions options) {
    throw new UnsupportedOperationException(options.toString());
  }

  /** Returns the service that runs statements. */
  public QueryService queries() {
    throw new UnsupportedOperationException();
  }

  /** Returns the list of schemas and tables. */
  public Catalog catalog() {
    throw new UnsupportedOperationException();
  }

  /** Returns the sources. */
  public SourceRegistry sources() {
    throw new UnsupportedOperationException();
  }

  /** Releases everything. Idempotent. */
  @Override
  public void close() {}
}

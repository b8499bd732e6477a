/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Engines that connections share, each for as long as one of them uses it. Thread-safe. */
final class SharedEngines {
  private final Map<EngineOptions, Shared> engines = new HashMap<>();

  /** An engine and the number of its users. */
  private static final class Shared {
    final FederationEngine engine;
    int users;

    Shared(FederationEngine engine) {
      this.engine = engine;
    }
  }

  /** Returns a lease of the engine with these settings, which is opened if nobody uses it yet. */
  synchronized Lease acquire(EngineOptions options) {
    Shared shared = engines.computeIfAbsent(options, key -> new Shared(FederationEngine.open(key)));
    shared.users++;
    return new Lease(options, shared.engine);
  }

  private synchronized void release(EngineOptions options) {
    Shared shared = engines.get(options);
    if (shared != null && --shared.users == 0) {
      engines.remove(options);
      shared.engine.close();
    }
  }

  /** Right to use an engine until it is closed. */
  final class Lease implements AutoCloseable {
    private final EngineOptions options;
    private final FederationEngine engine;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(EngineOptions options, FederationEngine engine) {
      this.options = options;
      this.engine = engine;
    }

    FederationEngine engine() {
      return engine;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(options);
      }
    }
  }
}

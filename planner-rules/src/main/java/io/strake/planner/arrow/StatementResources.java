/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shared resources of one statement by their owners. Thread-safe. */
final class StatementResources {
  private static final Logger LOGGER = LoggerFactory.getLogger(StatementResources.class);

  @GuardedBy("this")
  private final Map<Object, StatementResource> resources = new IdentityHashMap<>();

  @GuardedBy("this")
  private boolean closed;

  synchronized StatementResource get(Object owner, Supplier<? extends StatementResource> opener) {
    if (closed) {
      throw StrakeException.of(ErrorCode.CANCELLED, "query: has ended");
    }
    StatementResource known = resources.get(owner);
    if (known == null) {
      known = opener.get();
      resources.put(owner, known);
    }
    return known;
  }

  /** Closes all of them, each also if another one fails. Idempotent. */
  void close() {
    List<StatementResource> closing;
    synchronized (this) {
      closed = true;
      closing = List.copyOf(resources.values());
      resources.clear();
    }
    for (StatementResource resource : closing) {
      try {
        resource.close();
      } catch (RuntimeException e) {
        LOGGER.warn("a resource of a statement did not close", e);
      }
    }
  }
}

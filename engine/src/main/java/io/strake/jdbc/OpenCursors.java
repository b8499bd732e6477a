/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cursors of one connection that have not been closed; Avatica does not close them with it.
 *
 * <p>Thread-safe.
 */
final class OpenCursors implements AutoCloseable {
  private final Set<AutoCloseable> cursors = ConcurrentHashMap.newKeySet();

  void add(AutoCloseable cursor) {
    cursors.add(cursor);
  }

  void remove(AutoCloseable cursor) {
    cursors.remove(cursor);
  }

  @Override
  public void close() {
    for (AutoCloseable cursor : Set.copyOf(cursors)) {
      try {
        cursor.close();
      } catch (Exception e) { // AutoCloseable.close() declares it
        throw new IllegalStateException("a cursor did not close", e);
      }
    }
  }
}

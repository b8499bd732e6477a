/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.util.AutoCloseables;

/**
 * Cursors of one connection that have not been closed; Avatica does not close them with it.
 *
 * <p>Thread-safe.
 */
final class OpenCursors implements AutoCloseable {
  @GuardedBy("this")
  private final Set<AutoCloseable> cursors = new HashSet<>();

  @GuardedBy("this")
  private boolean closed;

  /**
   * Opens a cursor that is closed with the connection.
   *
   * @param cursor makes it, without waiting for anything
   * @throws StrakeException with {@code CANCELLED} if the connection is closed
   */
  synchronized <T extends AutoCloseable> T open(Supplier<T> cursor) {
    if (closed) {
      throw StrakeException.of(
          ErrorCode.CANCELLED, "query: its connection was closed; run it on another one");
    }
    T opened = cursor.get();
    cursors.add(opened);
    return opened;
  }

  /** Forgets a cursor; only once it holds nothing, as the connection does not wait for it then. */
  synchronized void remove(AutoCloseable cursor) {
    cursors.remove(cursor);
  }

  /** Closes all of them, also if one fails. */
  @Override
  public void close() {
    try {
      AutoCloseables.close(last());
    } catch (Exception e) { // AutoCloseable.close() declares it
      throw new IllegalStateException("a cursor did not close", e);
    }
  }

  private synchronized List<AutoCloseable> last() {
    closed = true;
    return List.copyOf(cursors);
  }
}

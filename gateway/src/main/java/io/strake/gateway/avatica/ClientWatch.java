/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether the client of a request that is at work has closed its HTTP connection, since
 * nobody reads from that meanwhile.
 *
 * <p>A client that waits for an answer sends nothing; if it does all the same, what was read is put
 * back for the next request. Made and closed by the thread that works on the request.
 */
final class ClientWatch implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ClientWatch.class);
  private static final long POLL_MILLIS = 100;

  private final @Nullable Connection connection;
  private final EndPoint client;
  private final Scheduler clock;

  @GuardedBy("this")
  private final ByteBuffer early = BufferUtil.allocate(1);

  @GuardedBy("this")
  private @Nullable Runnable onGone;

  @GuardedBy("this")
  private Scheduler.@Nullable Task next;

  /** Creates a watch over the client of a request that does not look yet. */
  ClientWatch(Request request) {
    this.connection = LostClients.connectionOf(request);
    this.client = request.getConnectionMetaData().getConnection().getEndPoint();
    this.clock = request.getComponents().getScheduler();
  }

  /** Returns the connection that ends when the client goes; null if there is none such. */
  @Nullable Connection connection() {
    return connection;
  }

  /**
   * Starts to look.
   *
   * @param action what ends the request if its client has gone; runs once, on a thread of its own
   */
  synchronized void onGone(Runnable action) {
    onGone = action;
    if (next == null) {
      lookLater();
    }
  }

  /** Ends the watch; afterwards the connection is read by its owner alone. */
  @Override
  public synchronized void close() {
    stop();
    if (early.hasRemaining() && client.getConnection() instanceof Connection.UpgradeTo owner) {
      owner.onUpgradeTo(early);
    }
  }

  private synchronized void look() {
    Runnable action = onGone;
    if (action == null) {
      return; // was closed
    }
    if (hasGone()) {
      stop();
      apart(action);
    } else if (early.hasRemaining()) {
      stop();
    } else {
      lookLater();
    }
  }

  @GuardedBy("this")
  private void lookLater() {
    next = clock.schedule(this::look, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @GuardedBy("this")
  private boolean hasGone() {
    try {
      return client.fill(early) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  @GuardedBy("this")
  private void stop() {
    if (next != null) {
      next.cancel();
      next = null;
    }
    onGone = null;
  }

  /** Runs what ends the statement of a client that has gone on a thread of its own. */
  static void apart(Runnable action) {
    Thread thread = new Thread(() -> run(action), "strake-avatica-gone");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOGGER.debug("the statement of a client that has gone had ended", e);
    }
  }
}

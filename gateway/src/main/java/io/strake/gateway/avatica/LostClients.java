/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Ends the running statements of clients that close their HTTP connection between two requests, as
 * the operating system does for a process that is killed.
 *
 * <p>HTTP lets a client go on over another connection, so it is given a moment to do so. Nothing is
 * read from the end of a connection that a proxy opened or that serves one request only. What is
 * lost while a request is at work is {@link ClientWatch}'s matter. Thread-safe.
 */
final class LostClients implements Connection.Listener {
  private static final long COMES_BACK_MILLIS = 300;

  private final OpenConnections connections;
  private final Scheduler clock;

  LostClients(OpenConnections connections, Scheduler clock) {
    this.connections = connections;
    this.clock = clock;
  }

  /** Returns the connection of a request if its client closes it when it goes; null otherwise. */
  static @Nullable Connection connectionOf(Request request) {
    HttpFields headers = request.getHeaders();
    boolean lasts =
        !headers.contains(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString())
            && !headers.contains(HttpHeader.VIA)
            && !headers.contains(HttpHeader.FORWARDED)
            && !headers.contains(HttpHeader.X_FORWARDED_FOR);
    return lasts ? request.getConnectionMetaData().getConnection() : null;
  }

  @Override
  public void onClosed(Connection connection) {
    if (connections.hasRunning(connection)) {
      clock.schedule(
          () -> ClientWatch.apart(() -> connections.closeRunning(connection)),
          COMES_BACK_MILLIS,
          TimeUnit.MILLISECONDS);
    }
  }
}

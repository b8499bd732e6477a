/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.engine.Catalog;
import io.strake.engine.QueryService;
import io.strake.gateway.common.DrainGate;
import io.strake.gateway.config.GatewayOptions;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import org.apache.calcite.avatica.remote.LocalService;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Avatica server over HTTP. Thread-safe. */
public final class AvaticaDoor implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(AvaticaDoor.class);
  private static final int MAX_THREADS = 64;
  private static final int MIN_THREADS = 4;
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  /** Least time after which a statement that nobody uses is closed. */
  private static final Duration IDLE_TIME = Duration.ofMinutes(5);

  /** Time after which a silent HTTP connection is closed. */
  private static final Duration HTTP_IDLE_TIME = Duration.ofMinutes(2);

  private final Server server;
  private final ServerConnector connector;
  private final OpenConnections connections;

  private AvaticaDoor(Server server, ServerConnector connector, OpenConnections connections) {
    this.server = server;
    this.connector = connector;
    this.connections = connections;
  }

  /**
   * Opens the door.
   *
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if the address cannot be used
   */
  public static AvaticaDoor open(
      GatewayOptions options, QueryService queries, Catalog catalog, DrainGate gate) {
    Caller caller = new Caller();
    OpenConnections connections =
        new OpenConnections(queries, gate, idleTime(options.statementTimeout()));
    StrakeMeta meta = new StrakeMeta(connections, catalog, gate, caller);
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS);
    threads.setName("strake-avatica");
    threads.setDaemon(true);
    Server server = new Server(threads);
    ServerConnector connector = connector(server, options);
    connector.addBean(new LostClients(connections, connector.getScheduler()));
    server.addConnector(connector);
    server.setHandler(new AvaticaEndpoint(new LocalService(meta), options.authenticator(), caller));
    AvaticaDoor door = new AvaticaDoor(server, connector, connections);
    try {
      server.start();
      return door;
    } catch (Exception e) { // what Jetty declares
      door.close();
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "gateway: cannot listen on %s:%d for Avatica; choose another --host or --avatica-port",
          options.host(),
          options.avaticaPort());
    }
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Closes every result and ends the server. Idempotent. */
  @Override
  public void close() {
    connections.closeAll();
    try {
      server.stop();
    } catch (Exception e) { // what Jetty declares
      LOGGER.warn("the Avatica server did not stop cleanly", e);
    }
    connections.closeAll(); // what a request may have opened in between
  }

  private static ServerConnector connector(Server server, GatewayOptions options) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host());
    connector.setPort(options.avaticaPort());
    connector.setIdleTimeout(HTTP_IDLE_TIME.toMillis());
    return connector;
  }

  private static Duration idleTime(Duration statementTimeout) {
    Duration longest = statementTimeout.multipliedBy(2); // a request at work is not idle
    return longest.compareTo(IDLE_TIME) > 0 ? longest : IDLE_TIME;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.Session;
import io.strake.gateway.StrakeServer;
import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.config.GatewayOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The gateway over a running shop, with a client of each kind. Not thread-safe; closing it leaves
 * the shop running.
 */
final class DemoSession implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final FederationEngine engine;
  private final StrakeServer server;
  private final QueryClient flight;
  private final QueryClient jdbc;

  private DemoSession(Path model) throws Exception {
    try {
      this.engine = keep(FederationEngine.open(EngineOptions.of(model.toString())));
      this.server =
          keep(
              StrakeServer.start(
                  GatewayOptions.of(model.toString(), Authenticator.anonymous())
                      .withAddress(HOST, 0, 0)));
      this.flight = keep(new FlightQueryClient(flightAddress()));
      this.jdbc = keep(JdbcQueryClient.open("JDBC", "jdbc:strake:model=" + model));
    } catch (Exception e) {
      close();
      throw e;
    }
  }

  /**
   * Opens the gateway on free ports of the loopback interface, without credentials.
   *
   * @param model file that all engines load
   */
  static DemoSession open(Path model) throws Exception {
    return new DemoSession(model);
  }

  /** Returns the address of the Flight SQL door. */
  URI flightAddress() {
    return URI.create(server.flightUrl());
  }

  /** Returns the address of the Avatica door. */
  URI avaticaAddress() {
    return URI.create(server.avaticaUrl());
  }

  /** Returns the client over the network. */
  QueryClient flight() {
    return flight;
  }

  /** Returns the client in this process. */
  QueryClient jdbc() {
    return jdbc;
  }

  /** Plans a statement without running it. */
  PreparedQuery prepare(String sql) {
    return engine.queries().prepare(sql, Session.ANONYMOUS);
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }
}

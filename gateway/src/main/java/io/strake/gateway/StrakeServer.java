/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import io.strake.engine.FederationEngine;
import io.strake.engine.SourceRegistry.SourceStatus;
import io.strake.gateway.avatica.AvaticaDoor;
import io.strake.gateway.common.DrainGate;
import io.strake.gateway.config.GatewayOptions;
import io.strake.gateway.flight.FlightDoor;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server: the Flight SQL and Avatica doors of one engine.
 *
 * <p>Thread-safe. Closing it drains first: new work is refused, running statements go on for a
 * while, and then everything is released.
 */
public final class StrakeServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(StrakeServer.class);

  /** Memory of metadata batches. */
  private static final long METADATA_BYTES = 256L * 1024 * 1024;

  /** How long statements that were cancelled may take to end. */
  private static final Duration CANCEL_TIME = Duration.ofSeconds(10);

  private final GatewayOptions options;
  private final FederationEngine engine;
  private final BufferAllocator allocator;
  private final DrainGate gate;
  private final FlightDoor flight;
  private final AvaticaDoor avatica;
  private boolean closed;

  private StrakeServer(GatewayOptions options, FederationEngine engine) {
    this.options = options;
    this.engine = engine;
    this.gate = new DrainGate();
    this.allocator = new RootAllocator(METADATA_BYTES);
    FlightDoor opened = null;
    try {
      opened = FlightDoor.open(options, engine.queries(), engine.catalog(), gate, allocator);
      this.avatica = AvaticaDoor.open(options, engine.queries(), engine.catalog(), gate);
      this.flight = opened;
    } catch (RuntimeException | Error e) {
      if (opened != null) {
        opened.close();
      }
      allocator.close();
      throw e;
    }
  }

  /**
   * Loads the model and opens the doors.
   *
   * @throws io.strake.planner.StrakeException with {@code INVALID_CONFIGURATION} if the model is
   *     wrong or an address cannot be used
   */
  public static StrakeServer start(GatewayOptions options) {
    FederationEngine engine = FederationEngine.open(options.engine());
    try {
      StrakeServer server = new StrakeServer(options, engine);
      LOGGER.info("serving {} and {}", server.flightUrl(), server.avaticaUrl());
      server.warnOfOpenDoors();
      return server;
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /** Returns the address of Flight SQL, such as {@code grpc://127.0.0.1:31337}. */
  public String flightUrl() {
    return "grpc://" + urlHost() + ":" + flight.port();
  }

  /** Returns the address of Avatica, such as {@code http://127.0.0.1:31338}. */
  public String avaticaUrl() {
    return "http://" + urlHost() + ":" + avatica.port();
  }

  /** Returns the port of Flight SQL. */
  public int flightPort() {
    return flight.port();
  }

  /** Returns the port of Avatica. */
  public int avaticaPort() {
    return avatica.port();
  }

  /** Asks every source now and returns how it fares, in the order of the model. */
  public List<SourceStatus> sourceStatuses() {
    return engine.sources().statuses();
  }

  /** Returns how many results are being sent or held open. */
  public int runningStatements() {
    return gate.running();
  }

  /** Returns the bytes that batches of results and metadata hold at this moment. */
  public long allocatedBytes() {
    return engine.allocatedBytes() + allocator.getAllocatedMemory();
  }

  /** Drains and closes everything. Idempotent. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    gate.drain();
    LOGGER.info("draining {} statements for at most {}", gate.running(), options.drainTime());
    try {
      if (!gate.awaitIdle(options.drainTime())) {
        LOGGER.warn("cancelling {} statements that did not end in time", gate.running());
        gate.stopAll();
      }
    } catch (InterruptedException e) {
      gate.stopAll();
      Thread.currentThread().interrupt();
    }
    closeAll();
    LOGGER.info("closed");
  }

  private void closeAll() {
    avatica.close(); // first: it holds results that no thread is at work on
    try {
      if (!gate.awaitIdle(CANCEL_TIME)) {
        LOGGER.warn("{} statements did not react to cancel", gate.running());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      AutoCloseables.close(flight, engine, allocator);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // what AutoCloseable declares
      throw new IllegalStateException("gateway: closing failed", e);
    }
  }

  private String urlHost() {
    return options.host().indexOf(':') < 0 ? options.host() : "[" + options.host() + "]";
  }

  private void warnOfOpenDoors() {
    try {
      if (!InetAddress.getByName(options.host()).isLoopbackAddress()) {
        LOGGER.warn(
            "{} is reachable from other machines without TLS{}; put a proxy with TLS in front",
            options.host(),
            options.authenticator().isAnonymous() ? " and without a key" : "");
      }
    } catch (UnknownHostException e) {
      LOGGER.debug("cannot tell whether {} is a loopback address", options.host(), e);
    }
  }
}

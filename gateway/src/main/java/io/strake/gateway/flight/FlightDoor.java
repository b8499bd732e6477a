/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.grpc.netty.NettyServerBuilder;
import io.strake.engine.Catalog;
import io.strake.engine.QueryService;
import io.strake.gateway.common.DrainGate;
import io.strake.gateway.config.GatewayOptions;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;

/** A running Flight SQL server. Thread-safe. */
public final class FlightDoor implements AutoCloseable {
  /** Calls, such as planning, that run at the same time; others wait. */
  private static final int CALL_THREADS = 32;

  /** Results that are sent at the same time. */
  private static final int STREAM_THREADS = 64;

  /** Results that may wait for a thread before clients are turned away. */
  private static final int WAITING_STREAMS = 256;

  /** Largest message that a client may send: a statement with its command around it. */
  private static final int MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_CALLS_PER_CONNECTION = 256;

  /** Bytes that may wait in a connection; a batch has less than 2 MiB, so two of them. */
  private static final int MAX_WAITING_BYTES = 2 * 1024 * 1024;

  private static final int KEEP_ALIVE_SECONDS = 120;
  private static final int LEAST_KEEP_ALIVE_SECONDS = 10;

  private final FlightServer server;
  private final ExecutorService calls;
  private final ExecutorService streams;

  private FlightDoor(FlightServer server, ExecutorService calls, ExecutorService streams) {
    this.server = server;
    this.calls = calls;
    this.streams = streams;
  }

  /**
   * Opens the door.
   *
   * @param allocator of metadata batches; the caller closes it after the door
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if the address cannot be used
   */
  public static FlightDoor open(
      GatewayOptions options,
      QueryService queries,
      Catalog catalog,
      DrainGate gate,
      BufferAllocator allocator) {
    ExecutorService calls = pool("strake-flight-call", CALL_THREADS, Integer.MAX_VALUE);
    ExecutorService streams = pool("strake-flight-stream", STREAM_THREADS, WAITING_STREAMS);
    StatementHandles handles = new StatementHandles(options.signingKey(), Clock.systemUTC());
    StrakeSqlProducer producer =
        new StrakeSqlProducer(
            queries,
            new MetadataStreams(catalog, allocator),
            new KeyStreams(catalog, allocator),
            handles,
            gate);
    GuardedProducer guarded =
        new GuardedProducer(producer, gate, streams, options.statementTimeout());
    FlightServer server =
        FlightServer.builder(
                allocator, Location.forGrpcInsecure(options.host(), options.flightPort()), guarded)
            .headerAuthenticator(new FlightAuthentication(options.authenticator()))
            .executor(calls)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .setMaxHeaderListSize(MAX_HEADER_BYTES)
            .backpressureThreshold(MAX_WAITING_BYTES)
            .transportHint("grpc.builderConsumer", (Consumer<NettyServerBuilder>) FlightDoor::tune)
            .build();
    FlightDoor door = new FlightDoor(server, calls, streams);
    try {
      server.start();
      return door;
    } catch (IOException e) {
      door.close();
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "gateway: cannot listen on %s:%d for Flight SQL; choose another --host or --flight-port",
          options.host(),
          options.flightPort());
    }
  }

  /** Returns the port that the server listens on. */
  public int port() {
    return server.getPort();
  }

  /** Ends the server and its threads; running streams are broken off. Idempotent. */
  @Override
  public void close() {
    try {
      server.close();
      calls.shutdown();
      streams.shutdown();
      if (!streams.awaitTermination(10, TimeUnit.SECONDS)) {
        streams.shutdownNow();
      }
    } catch (InterruptedException e) {
      streams.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private static void tune(NettyServerBuilder builder) {
    builder
        .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveTime(LEAST_KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true);
  }

  private static ExecutorService pool(String name, int threads, int waiting) {
    AtomicInteger count = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(waiting),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}

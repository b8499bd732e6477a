/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import java.net.URI;
import java.time.Duration;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A Flight SQL client that reads a result to its end and keeps nothing of it. */
final class ExportClient implements AutoCloseable {
  private final BufferAllocator allocator = new RootAllocator();
  private final FlightSqlClient client;
  private final Duration pause;

  /**
   * Creates a client; it connects with the first statement.
   *
   * @param pause how long it does nothing after each batch
   */
  ExportClient(URI address, Duration pause) {
    this.pause = pause;
    this.client =
        new FlightSqlClient(
            FlightClient.builder(
                    allocator, Location.forGrpcInsecure(address.getHost(), address.getPort()))
                .build());
  }

  /** Runs a query that has a column {@code amount} without NULL. */
  ExportResult run(String sql) throws Exception {
    long start = System.nanoTime();
    long first = 0;
    long rows = 0;
    long batches = 0;
    long amount = 0;
    FlightInfo info = client.execute(sql);
    for (FlightEndpoint endpoint : info.getEndpoints()) {
      try (FlightStream stream = client.getStream(endpoint.getTicket())) {
        while (stream.next()) {
          first = first == 0 ? System.nanoTime() : first;
          rows += stream.getRoot().getRowCount();
          amount += total(stream.getRoot());
          batches++;
          Thread.sleep(pause.toMillis());
        }
      }
    }
    long end = System.nanoTime();
    return new ExportResult(
        rows,
        batches,
        amount,
        Duration.ofNanos((first == 0 ? end : first) - start),
        Duration.ofNanos(end - start));
  }

  @Override
  public void close() throws Exception {
    client.close();
    allocator.close();
  }

  /** Sums unscaled values that fit into 64 bits: the lower half of each, as Arrow stores them. */
  private static long total(VectorSchemaRoot batch) {
    DecimalVector amounts = (DecimalVector) batch.getVector("amount");
    ArrowBuf values = amounts.getDataBuffer();
    long total = 0;
    for (int row = 0; row < amounts.getValueCount(); row++) {
      total += values.getLong((long) row * DecimalVector.TYPE_WIDTH);
    }
    return total;
  }
}

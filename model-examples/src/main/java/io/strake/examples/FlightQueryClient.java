/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.sql.FlightSqlClient;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** A client that speaks Arrow Flight SQL without TLS and credentials. Not thread-safe. */
final class FlightQueryClient implements QueryClient {
  private final BufferAllocator allocator = new RootAllocator();
  private final FlightSqlClient client;

  /** Creates a client; it connects with the first statement. */
  FlightQueryClient(URI address) {
    this.client =
        new FlightSqlClient(
            FlightClient.builder(
                    allocator, Location.forGrpcInsecure(address.getHost(), address.getPort()))
                .build());
  }

  @Override
  public String name() {
    return "Flight SQL";
  }

  @Override
  public QueryAnswer run(String sql) throws Exception {
    long start = System.nanoTime();
    FlightInfo info = client.execute(sql);
    List<String> columns = List.of();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FlightEndpoint endpoint : info.getEndpoints()) {
      try (FlightStream stream = client.getStream(endpoint.getTicket())) {
        columns = stream.getSchema().getFields().stream().map(Field::getName).toList();
        while (stream.next()) {
          append(rows, stream.getRoot());
        }
      }
    }
    return new QueryAnswer(columns, rows, Duration.ofNanos(System.nanoTime() - start));
  }

  /** Reads the first batch of an answer and leaves the rest. */
  void readOneBatch(String sql) throws Exception {
    FlightInfo info = client.execute(sql);
    try (FlightStream stream = client.getStream(info.getEndpoints().get(0).getTicket())) {
      stream.next();
      stream.cancel("the client leaves", null);
    }
  }

  @Override
  public void close() throws Exception {
    client.close();
    allocator.close();
  }

  private static void append(List<List<@Nullable Object>> rows, VectorSchemaRoot batch) {
    for (int row = 0; row < batch.getRowCount(); row++) {
      int index = row;
      rows.add(
          batch.getFieldVectors().stream().map(vector -> ClientValues.of(vector, index)).toList());
    }
  }
}

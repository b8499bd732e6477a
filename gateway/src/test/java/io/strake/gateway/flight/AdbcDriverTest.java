/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.gateway.SampleSchemaFactory;
import io.strake.gateway.ServerFixture;
import io.strake.gateway.StrakeServer;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.adbc.core.AdbcConnection;
import org.apache.arrow.adbc.core.AdbcDatabase;
import org.apache.arrow.adbc.core.AdbcDriver;
import org.apache.arrow.adbc.core.AdbcException;
import org.apache.arrow.adbc.core.AdbcStatement;
import org.apache.arrow.adbc.core.AdbcStatusCode;
import org.apache.arrow.adbc.driver.flightsql.FlightSqlDriver;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // ADBC declares close() with any exception
class AdbcDriverTest {
  private static StrakeServer server;
  private static BufferAllocator allocator;

  @BeforeAll
  static void start() {
    server = ServerFixture.start();
    allocator = new RootAllocator();
  }

  @AfterAll
  static void stop() throws InterruptedException {
    assertThat(ServerFixture.becomesIdle(server)).isTrue();
    server.close();
    // The driver closes its Flight client on another thread, after its own allocator: its children
    // may outlive a test, but no buffer does.
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void readsTheSchemaThatItWasPromised() throws Exception {
    try (AdbcDatabase database = open(ServerFixture.KEY);
        AdbcConnection connection = connect(database);
        AdbcStatement statement = connection.createStatement()) {
      statement.setSqlQuery("SELECT n, label FROM sample.numbers");
      Schema promised = statement.executeSchema();
      long rows = 0;
      try (AdbcStatement.QueryResult result = statement.executeQuery()) {
        ArrowReader reader = result.getReader();
        assertThat(reader.getVectorSchemaRoot().getSchema()).isEqualTo(promised);
        while (reader.loadNextBatch()) {
          rows += reader.getVectorSchemaRoot().getRowCount();
        }
      }
      assertThat(rows).isEqualTo(SampleSchemaFactory.ROWS);
    }
  }

  @Test
  void listsObjects() throws Exception {
    try (AdbcDatabase database = open(ServerFixture.KEY);
        AdbcConnection connection = connect(database);
        ArrowReader reader =
            connection.getObjects(
                AdbcConnection.GetObjectsDepth.TABLES, null, "sample", "%", null, "%")) {
      assertThat(reader.loadNextBatch()).isTrue();
      assertThat(reader.getVectorSchemaRoot().getRowCount()).isEqualTo(1);
      assertThat(reader.getVectorSchemaRoot().contentToTSVString())
          .contains("strake", "sample", "numbers", "types");
    }
  }

  @Test
  void showsFailures() throws Exception {
    assertThatThrownBy(
            () -> {
              try (AdbcDatabase database = open("wrong-key-0123456");
                  AdbcConnection connection = connect(database)) {
                connection.getObjects(
                    AdbcConnection.GetObjectsDepth.CATALOGS, null, null, null, null, null);
              }
            })
        .hasStackTraceContaining("STRAKE-4001");
    try (AdbcDatabase database = open(ServerFixture.KEY);
        AdbcConnection connection = connect(database);
        AdbcStatement statement = connection.createStatement()) {
      statement.setSqlQuery("SELECT * FROM sample.nowhere");
      assertThatThrownBy(statement::executeQuery)
          .isInstanceOfSatisfying(
              AdbcException.class,
              e -> assertThat(e.getStatus()).isEqualTo(AdbcStatusCode.NOT_FOUND))
          .hasMessageContaining("STRAKE-2003 (42P01)");
    }
  }

  /** Returns a connection whose close leaves out the complaint of the debug allocator. */
  private static AdbcConnection connect(AdbcDatabase database) throws AdbcException {
    AdbcConnection connection = database.connect();
    return (AdbcConnection)
        java.lang.reflect.Proxy.newProxyInstance(
            AdbcDriverTest.class.getClassLoader(),
            new Class<?>[] {AdbcConnection.class},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(connection, arguments);
              } catch (java.lang.reflect.InvocationTargetException e) {
                if (method.getName().equals("close")
                    && e.getCause() instanceof IllegalStateException complaint
                    && complaint.getMessage().contains("outstanding child allocators")) {
                  return null;
                }
                throw e.getCause();
              }
            });
  }

  private static AdbcDatabase open(String key) throws AdbcException {
    Map<String, Object> parameters = new HashMap<>();
    AdbcDriver.PARAM_URI.set(parameters, server.flightUrl().replace("grpc://", "grpc+tcp://"));
    AdbcDriver.PARAM_USERNAME.set(parameters, "anybody");
    AdbcDriver.PARAM_PASSWORD.set(parameters, key);
    return new FlightSqlDriver(allocator).open(parameters);
  }
}

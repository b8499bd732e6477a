/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.Session;
import io.strake.gateway.SampleSchemaFactory;
import io.strake.gateway.common.DrainGate;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.Map;
import org.apache.calcite.avatica.Meta.ConnectionHandle;
import org.apache.calcite.avatica.Meta.MetaResultSet;
import org.apache.calcite.avatica.Meta.StatementHandle;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private static final ConnectionHandle CONNECTION = new ConnectionHandle("c1");
  private static final Session ALICE = new Session("alice");

  private final DrainGate gate = new DrainGate();
  private FederationEngine engine;

  @BeforeEach
  void open() {
    engine = FederationEngine.open(EngineOptions.of(SampleSchemaFactory.MODEL));
  }

  @AfterEach
  void close() {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close(); // throws if a batch is left
  }

  @Test
  void closesStatementsThatNobodyUses() throws Exception {
    OpenConnections connections =
        new OpenConnections(engine.queries(), gate, Duration.ofMillis(500));
    connections.open("c1", "alice", Map.of());
    StatementHandle handle = start(connections);
    assertThat(gate.running()).isEqualTo(1);

    assertThat(gate.awaitIdle(Duration.ofSeconds(20))).isTrue();

    assertThatThrownBy(() -> connections.find(handle, "alice"))
        .isInstanceOfAny(NoSuchStatementException.class, NoSuchConnectionException.class);
    connections.closeAll();
  }

  @Test
  void servesRowsInOrderOnly() throws Exception {
    OpenConnections connections =
        new OpenConnections(engine.queries(), gate, Duration.ofMinutes(1));
    connections.open("c1", "alice", Map.of());
    OpenStatement statement = connections.find(start(connections), "alice");

    assertThat(statement.fetch(10, 5).offset).isEqualTo(10);
    assertThatThrownBy(() -> statement.fetch(0, 5))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("row 0 was asked for, but the next one is 15");
    connections.close(CONNECTION, "alice");
    assertThat(gate.running()).isZero();
    connections.closeAll();
  }

  @Test
  void aStatementThatWasClosedBetweenItsRequestsDoesNotStart() throws Exception {
    OpenConnections connections =
        new OpenConnections(engine.queries(), gate, Duration.ofMinutes(1));
    connections.open("c1", "alice", Map.of());
    StatementHandle handle = connections.create(CONNECTION, "alice");
    OpenStatement statement = connections.find(handle, "alice");
    statement.prepare("SELECT n, label FROM sample.numbers", ALICE);

    connections.close(handle, "alice");

    assertThatThrownBy(() -> statement.execute(ALICE, -1, 10))
        .isInstanceOfSatisfying(
            StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
    assertThat(gate.running()).isZero();
    connections.closeAll();
  }

  @Test
  void boundsTheStatementsOfAConnection() {
    OpenConnections connections =
        new OpenConnections(engine.queries(), gate, Duration.ofMinutes(1));
    connections.open("c1", "alice", Map.of());
    for (int i = 0; i < OpenConnections.MAX_STATEMENTS; i++) {
      connections.create(CONNECTION, "alice");
    }

    assertThatThrownBy(() -> connections.create(CONNECTION, "alice"))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED));
    assertThatThrownBy(() -> connections.create(CONNECTION, "bob"))
        .isInstanceOf(NoSuchConnectionException.class);
    connections.closeAll();
  }

  private static StatementHandle start(OpenConnections connections) throws Exception {
    StatementHandle handle = connections.create(CONNECTION, "alice");
    OpenStatement statement = connections.find(handle, "alice");
    statement.prepare("SELECT n, label FROM sample.numbers", ALICE);
    MetaResultSet result = statement.execute(ALICE, -1, 10);
    assertThat(result.firstFrame.rows).hasSize(10);
    assertThat(result.firstFrame.done).isFalse();
    return handle;
  }
}

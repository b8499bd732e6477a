/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.apache.calcite.jdbc.CalciteSchema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatementPlannerTest {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final PlanningThreads threads = new PlanningThreads(1);
  private final StatementPlanner planner =
      new StatementPlanner(CalciteSchema.createRootSchema(false), null, null, threads);

  @AfterEach
  void close() {
    threads.close();
  }

  @Test
  void readsWhatTheStackOfTheClientHasNoRoomFor() throws Exception {
    int depth = 900;
    String sql = "SELECT " + "(".repeat(depth) + "1" + ")".repeat(depth);
    FutureTask<Optional<StatementShape>> read = new FutureTask<>(() -> planner.read(sql, TIMEOUT));

    Thread client = new Thread(null, read, "client", 1); // as little as the machine allows
    client.start();

    assertThat(read.get()).isPresent();
  }

  @Test
  void saysWhatIsWrongWithAShortTextAsWithALongOne() {
    for (String padding : new String[] {"", " ".repeat(5000)}) {
      assertThatThrownBy(() -> planner.read("SELECT FROM" + padding, TIMEOUT))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("query: syntax error");
      assertThatThrownBy(() -> planner.read("DELETE FROM t" + padding, TIMEOUT))
          .isInstanceOf(StrakeException.class)
          .hasMessageContaining("DELETE is refused");
    }
  }
}

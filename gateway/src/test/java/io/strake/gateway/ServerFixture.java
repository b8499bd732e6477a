/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.config.GatewayOptions;
import java.time.Duration;
import java.util.Map;

/** Servers for tests: on free ports, with two keys. */
public final class ServerFixture {
  /** Key of the principal {@code alice}. */
  public static final String KEY = "key-of-alice-0123456789";

  /** Key of the principal {@code bob}. */
  public static final String OTHER_KEY = "key-of-bob-0123456789";

  private ServerFixture() {}

  /** Starts a server on the sample model. */
  public static StrakeServer start() {
    return StrakeServer.start(options(SampleSchemaFactory.MODEL));
  }

  /** Returns options on free ports. */
  public static GatewayOptions options(String model) {
    Authenticator authenticator = Authenticator.ofKeys(Map.of("alice", KEY, "bob", OTHER_KEY));
    return GatewayOptions.of(model, authenticator)
        .withAddress("127.0.0.1", 0, 0)
        .withDrainTime(Duration.ofSeconds(2));
  }

  /**
   * Waits until no statement runs and no batch is held; false if that takes longer than ten
   * seconds.
   */
  public static boolean becomesIdle(StrakeServer server) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (server.runningStatements() > 0 || server.allocatedBytes() > 0) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }
}

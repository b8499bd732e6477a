/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.config;

import io.strake.engine.EngineOptions;
import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.auth.SigningKey;
import java.time.Duration;
import java.util.Map;

/**
 * Settings of a server.
 *
 * @param engine settings of the engine behind the doors
 * @param host address to listen on; {@code 127.0.0.1} by default
 * @param flightPort port of Flight SQL; 31337 by default, 0 for any free one
 * @param avaticaPort port of Avatica; 31338 by default, 0 for any free one
 * @param authenticator who may ask
 * @param signingKey what signs tickets; random by default, so good for one process
 * @param drainTime how long running statements may go on at shutdown; 30 seconds by default
 */
public record GatewayOptions(
    EngineOptions engine,
    String host,
    int flightPort,
    int avaticaPort,
    Authenticator authenticator,
    SigningKey signingKey,
    Duration drainTime) {
  /** Default port of Flight SQL. */
  public static final int DEFAULT_FLIGHT_PORT = 31337;

  /** Default port of Avatica. */
  public static final int DEFAULT_AVATICA_PORT = 31338;

  /** Default address to listen on. */
  public static final String DEFAULT_HOST = "127.0.0.1";

  /** Returns default settings. */
  public static GatewayOptions of(String model, Authenticator authenticator) {
    return new GatewayOptions(
        EngineOptions.of(model),
        DEFAULT_HOST,
        DEFAULT_FLIGHT_PORT,
        DEFAULT_AVATICA_PORT,
        authenticator,
        SigningKey.random(),
        Duration.ofSeconds(30));
  }

  /**
   * Returns default settings with the keys in the environment.
   *
   * @throws io.strake.planner.StrakeException with {@code INVALID_CONFIGURATION} if there is no API
   *     key
   */
  public static GatewayOptions fromEnvironment(String model, Map<String, String> environment) {
    return of(model, Authenticator.fromEnvironment(environment))
        .withSigningKey(SigningKey.fromEnvironment(environment));
  }

  /** Returns these settings with another address and other ports. */
  public GatewayOptions withAddress(String newHost, int newFlightPort, int newAvaticaPort) {
    return new GatewayOptions(
        engine, newHost, newFlightPort, newAvaticaPort, authenticator, signingKey, drainTime);
  }

  /** Returns these settings with another signing key. */
  public GatewayOptions withSigningKey(SigningKey key) {
    return new GatewayOptions(engine, host, flightPort, avaticaPort, authenticator, key, drainTime);
  }

  /** Returns these settings with another engine. */
  public GatewayOptions withEngine(EngineOptions options) {
    return new GatewayOptions(
        options, host, flightPort, avaticaPort, authenticator, signingKey, drainTime);
  }

  /** Returns these settings with another time for running statements at shutdown. */
  public GatewayOptions withDrainTime(Duration time) {
    return new GatewayOptions(
        engine, host, flightPort, avaticaPort, authenticator, signingKey, time);
  }

  /** Returns how long a statement may run, and a client may let one wait. */
  public Duration statementTimeout() {
    return engine.statementTimeout();
  }
}

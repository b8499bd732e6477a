/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import io.strake.engine.EngineOptions;
import io.strake.engine.SourceRegistry.SourceStatus;
import io.strake.gateway.StrakeServer;
import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.auth.SigningKey;
import io.strake.gateway.config.GatewayOptions;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that serves until the process is told to end. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a model over Flight SQL and Avatica.",
      "The API key of clients is taken from STRAKE_API_KEY."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EngineSettings engine;

  @Option(names = "--host", paramLabel = "ADDRESS", description = "address; 127.0.0.1 by default")
  private String host = GatewayOptions.DEFAULT_HOST;

  @Option(
      names = "--flight-port",
      paramLabel = "PORT",
      description = "port of Flight SQL; 31337 by default, 0 for any")
  private int flightPort = GatewayOptions.DEFAULT_FLIGHT_PORT;

  @Option(
      names = "--avatica-port",
      paramLabel = "PORT",
      description = "port of Avatica; 31338 by default, 0 for any")
  private int avaticaPort = GatewayOptions.DEFAULT_AVATICA_PORT;

  @Option(names = "--anonymous", description = "let everybody in if there is no API key")
  private boolean isAnonymous;

  /** Creates a command; called by picocli. */
  ServeCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    StrakeServer server = StrakeServer.start(options(System.getenv()));
    CountDownLatch ended = new CountDownLatch(1);
    Thread drain =
        new Thread(
            () -> {
              server.close();
              ended.countDown();
            },
            "strake-drain");
    // The JVM ends when its hooks have ended, so a signal waits for the drain.
    Runtime.getRuntime().addShutdownHook(drain);
    print(server);
    ended.await();
    return 0;
  }

  private GatewayOptions options(Map<String, String> environment) {
    EngineOptions limits = engine.toEngineOptions();
    boolean hasKey = !environment.getOrDefault(Authenticator.KEY_VARIABLE, "").isBlank();
    Authenticator authenticator =
        isAnonymous && !hasKey
            ? Authenticator.anonymous()
            : Authenticator.fromEnvironment(environment);
    return GatewayOptions.of(limits.model(), authenticator)
        .withSigningKey(SigningKey.fromEnvironment(environment))
        .withEngine(limits)
        .withAddress(host, flightPort, avaticaPort);
  }

  private void print(StrakeServer server) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Flight SQL  jdbc:arrow-flight-sql://%s/?useEncryption=false%n",
        server.flightUrl().substring("grpc://".length()));
    out.printf(
        "Avatica     jdbc:avatica:remote:url=%s;serialization=PROTOBUF%n", server.avaticaUrl());
    out.flush();
    for (SourceStatus status : server.sourceStatuses()) {
      out.printf(
          "source      %s (%s) %s%s%n",
          status.name(),
          status.kind(),
          status.available() ? "available" : "not available: ",
          status.message());
    }
    out.flush();
  }
}

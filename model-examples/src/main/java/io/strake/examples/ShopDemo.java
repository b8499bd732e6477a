/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demonstration: starts PostgreSQL, an S3-compatible store and a REST service with data in this
 * process, opens the gateway, runs six queries over them and serves until it is interrupted.
 */
@Command(
    name = "strake demo",
    description = "Queries PostgreSQL, S3 and a REST service together, all started here.")
public final class ShopDemo implements Callable<Integer> {
  @Option(names = "--once", description = "End after the queries instead of serving until Ctrl-C.")
  private boolean once;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final ShopScale scale;
  private final PrintStream out;

  ShopDemo(ShopScale scale, PrintStream out) {
    this.scale = scale;
    this.out = out;
  }

  /** Runs the demonstration and ends the process: with 0, or 1 if something failed. */
  public static void main(String[] args) {
    // The data are not ASCII, and the default encoding of the console may be.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.exit(new CommandLine(new ShopDemo(ShopScale.DEMO, out)).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    StopSignal stop = StopSignal.listen();
    try {
      return run(stop);
    } finally {
      stop.closed();
    }
  }

  private int run(StopSignal stop) throws Exception {
    out.println("Loading the shop");
    try (Shop shop = Shop.start(scale, out::println);
        DemoFiles files = DemoFiles.write(shop);
        DemoSession session = DemoSession.open(files.model())) {
      int failures = runQueries(session);
      out.printf(
          "%n%s%n", failures == 0 ? "All queries succeeded." : failures + " queries failed.");
      if (!once && failures == 0) {
        tellHowToConnect(session, files);
        stop.await();
      }
      return failures == 0 ? 0 : 1;
    }
  }

  private int runQueries(DemoSession session) throws Exception {
    DemoReport report = new DemoReport(session, out);
    int failures = 0;
    for (ShopQuery query : ShopQuery.all()) {
      failures += report.show(query) ? 0 : 1;
    }
    return failures;
  }

  private void tellHowToConnect(DemoSession session, DemoFiles files) {
    out.printf(
        """

        Serving until Ctrl-C, without credentials:
          Flight SQL  jdbc:arrow-flight-sql://%s:%d/?useEncryption=false
          Avatica     jdbc:avatica:remote:url=%s;serialization=PROTOBUF
        The same sources from another terminal:
          . %s
          ./strake sql --model %s "SELECT COUNT(*) FROM crm.customers"
        """,
        session.flightAddress().getHost(),
        session.flightAddress().getPort(),
        session.avaticaAddress(),
        files.environment(),
        Path.of("model-examples", "models", "shop.json"));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that runs one statement in this process and prints its rows. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Runs a statement and prints its rows.")
final class SqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private EngineSettings engine;

  @Option(names = "--explain", description = "print the plan instead of running it")
  private boolean isExplain;

  @Parameters(paramLabel = "SQL", description = "one query")
  private String sql = "";

  /** Creates a command; called by picocli. */
  SqlCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (FederationEngine federation = FederationEngine.open(engine.toEngineOptions())) {
      long start = System.nanoTime();
      PreparedQuery query = federation.queries().prepare(sql, Session.ANONYMOUS);
      long planned = System.nanoTime();
      if (isExplain) {
        printPlan(query, out);
        out.printf(Locale.ROOT, "planned in %.1f ms%n", millis(planned - start));
      } else {
        long rows;
        try (QueryResult result = federation.queries().execute(query, Session.ANONYMOUS)) {
          rows = TextTable.print(result, query.rowType(), out);
        }
        out.printf(
            Locale.ROOT,
            "%d rows; planned in %.1f ms, ran in %.1f ms%n",
            rows,
            millis(planned - start),
            millis(System.nanoTime() - planned));
      }
      out.flush();
      return 0;
    }
  }

  private static void printPlan(PreparedQuery query, PrintWriter out) {
    out.println(query.plan().stripTrailing());
    for (PreparedQuery.PushedQuery pushed : query.pushed()) {
      out.printf("%s: %s%n", pushed.source(), pushed.request());
    }
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}

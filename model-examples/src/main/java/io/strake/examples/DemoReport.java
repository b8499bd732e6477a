/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import io.strake.engine.PreparedQuery;
import io.strake.engine.PreparedQuery.PushedQuery;
import io.strake.planner.StrakeException;
import java.io.PrintStream;
import java.util.Locale;

/** The printed account of the queries of the demonstration. Not thread-safe. */
final class DemoReport {
  private static final int MAX_ROWS = 12;
  private static final String INDENT = "  ";

  private final DemoSession session;
  private final PrintStream out;

  DemoReport(DemoSession session, PrintStream out) {
    this.session = session;
    this.out = out;
  }

  /**
   * Runs a query through every client and prints rows, times, plan and what was pushed down.
   *
   * @return whether all clients gave the same rows
   */
  boolean show(ShopQuery query) throws Exception {
    out.printf("%n=== %s%n%s%n%n%s%n%n", query.name(), query.purpose(), indent(query.sql()));
    try {
      QueryAnswer viaFlight = session.flight().run(query.sql());
      QueryAnswer viaJdbc = session.jdbc().run(query.sql());
      out.println(indent(TextTable.format(viaFlight, MAX_ROWS)));
      printTime(session.flight(), viaFlight);
      printTime(session.jdbc(), viaJdbc);
      printPlan(session.prepare(query.sql()));
      if (viaFlight.rows().isEmpty() || !viaFlight.rows().equals(viaJdbc.rows())) {
        out.println("FAILED: the clients did not get the same rows, or none");
        return false;
      }
      return true;
    } catch (Exception e) {
      out.println(
          "FAILED: " + StrakeException.findIn(e).map(Throwable::getMessage).orElse(e.toString()));
      return false;
    }
  }

  private void printTime(QueryClient client, QueryAnswer answer) {
    out.printf(
        Locale.ROOT,
        "  %-11s %,7d rows in %,8.1f ms%n",
        client.name(),
        answer.rows().size(),
        answer.elapsed().toNanos() / 1e6);
  }

  private void printPlan(PreparedQuery query) {
    out.printf("%n  plan%n%s%n", indent(indent(query.plan().stripTrailing())));
    out.printf("%n  asked of the sources%n");
    for (PushedQuery pushed : query.pushed()) {
      out.printf("    %s%n%s%n", pushed.source(), indent(indent(indent(pushed.request()))));
    }
  }

  private static String indent(String text) {
    return INDENT + text.stripTrailing().replace("\n", "\n" + INDENT);
  }
}

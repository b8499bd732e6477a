/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.sql.OperatorAllowList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of operators in the documentation is the list that the local engine works by. */
class OperatorTableTest {
  private static final Path PAGE = Path.of("..", "docs", "sql.md");
  private static final String START = "<!-- operators -->\n";
  private static final String END = "<!-- /operators -->";

  @Test
  void documentationHasEveryLineOfTheList() throws IOException {
    String page = Files.readString(PAGE);
    String current = replaceTable(page, table());
    if (Boolean.getBoolean("strake.docs.write")) {
      Files.writeString(PAGE, current);
    }

    assertThat(Files.readString(PAGE))
        .as("run with -Dstrake.docs.write=true to bring it up to date")
        .isEqualTo(current);
  }

  private static String replaceTable(String page, String table) {
    int start = page.indexOf(START) + START.length();
    return page.substring(0, start) + table + page.substring(page.indexOf(END));
  }

  private static String table() {
    Map<String, TreeSet<String>> lines = new LinkedHashMap<>();
    List<OperatorAllowList.Entry> entries = LocalOperators.list().entries();
    entries.stream()
        .filter(entry -> !entry.operator().getName().equals("KEEP"))
        .sorted(Comparator.comparing(entry -> entry.operator().getName()))
        .forEach(
            entry ->
                lines
                    .computeIfAbsent(entry.operator().getName(), name -> new TreeSet<>())
                    .add(entry.description()));
    StringBuilder table = new StringBuilder("| Operator | Operands |\n|---|---|\n");
    lines.forEach(
        (name, operands) ->
            table
                .append("| `")
                .append(name.equals("||") ? "\\|\\|" : name)
                .append("` | ")
                .append(String.join("; ", operands))
                .append(" |\n"));
    return table.toString();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Tests of {@link ShopDemo}. */
class ShopDemoTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void runsEveryQueryAndEnds() {
    ShopDemo demo = new ShopDemo(new ShopScale(1_000, 12_000, 100, 20_000), out);

    int exitCode = new CommandLine(demo).execute("--once");

    String text = bytes.toString(StandardCharsets.UTF_8);
    assertThat(exitCode).as(text).isZero();
    assertThat(text).contains("copied orders into PostgreSQL", "12,000 rows");
    assertThat(text).contains(ShopQuery.all().stream().map(ShopQuery::purpose).toList());
    assertThat(text).contains("All queries succeeded.").doesNotContain("FAILED");
  }

  @Test
  void explainsItsOptions() {
    CommandLine command = new CommandLine(new ShopDemo(ShopScale.DEMO, out));

    assertThat(command.getUsageMessage()).contains("strake demo", "--once");
    assertThat(command.setErr(new java.io.PrintWriter(out)).execute("--twice")).isEqualTo(2);
  }
}

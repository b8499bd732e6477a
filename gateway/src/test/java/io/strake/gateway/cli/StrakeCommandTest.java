/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.gateway.SampleSchemaFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class StrakeCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private String model = "";

  @BeforeEach
  void writeModel() throws IOException {
    Path file = directory.resolve("model.json");
    Files.writeString(file, SampleSchemaFactory.MODEL.substring("inline:".length()));
    model = file.toString();
  }

  @Test
  void printsRowsAsAnAlignedTable() {
    int code =
        run(
            "sql",
            "--model",
            model,
            "SELECT n, label FROM sample.numbers WHERE n BETWEEN 9 AND 11 ORDER BY n");

    assertThat(err.toString()).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString().lines().limit(5))
        .containsExactly(
            " n | label",
            "---+-------------------",
            " 9 | label of number 9",
            "10 | NULL",
            "11 | label of number 11");
    assertThat(out.toString()).containsPattern("3 rows; planned in [0-9.]+ ms, ran in [0-9.]+ ms");
  }

  @Test
  void printsEveryType() {
    assertThat(run("sql", "--model", model, "SELECT * FROM sample.types")).isZero();
    assertThat(out.toString())
        .contains("1234567890123456.7891", "2024-02-29", "12:34:56.789", "0001ff", "[1,2,3]")
        .contains("1969-12-31 23:59:59.999");
  }

  @Test
  void explains() {
    assertThat(run("sql", "--explain", "--model", model, "SELECT n FROM sample.numbers")).isZero();
    assertThat(out.toString()).contains("numbers").contains("planned in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | Unmatched argument",
        "sql | Missing required",
        "sql --model nowhere.json x | there is no such file",
        "serve --model nowhere.json --anonymous | there is no such file",
        "sql --model MODEL SELEC | STRAKE-2001 (42601)",
        "sql --model MODEL --memory 12x y | is not an amount of memory",
        "sql --model MODEL --timeout 0s y | is not a time",
        "serve --model MODEL --flight-port x | flight-port",
      })
  void refusesWrongInputInOneLine(String line, String text) {
    int code = run(line.replace("MODEL", model).split(" "));

    assertThat(code).as(err.toString()).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains(text);
  }

  @Test
  void tellsFailuresFromWrongInput() {
    int code = run("sql", "--model", model, "SELECT 1 / (n - 7) FROM sample.numbers");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1).first().asString().contains("STRAKE-2011");
  }

  @Test
  void helps() {
    assertThat(run("help")).isZero();
    assertThat(out.toString()).contains("serve", "sql", "help");
    assertThat(run("help", "serve")).isZero();
    assertThat(out.toString()).contains("--flight-port", "STRAKE_API_KEY");
  }

  private int run(String... arguments) {
    CommandLine command = StrakeCommand.commandLine();
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }
}

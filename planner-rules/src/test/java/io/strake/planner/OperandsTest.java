/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperandsTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("DB_PASSWORD", "s3cret$1");

  @Test
  void replacesReferencesToTheEnvironmentAndToFiles(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "abc\n");
    Operands operands =
        operands(Map.of("password", "${env:DB_PASSWORD}", "token", "Bearer ${file:" + file + "}"));

    assertThat(operands.requiredText("password")).isEqualTo("s3cret$1");
    assertThat(operands.text("token")).contains("Bearer abc");
  }

  @Test
  void namesTheMissingVariableButNoValue() {
    Operands operands = operands(Map.of("password", "${env:NO_SUCH}"));

    assertThatThrownBy(() -> operands.text("password"))
        .isInstanceOf(StrakeException.class)
        .hasMessage(
            "test source 'x': operand 'password' needs the environment variable NO_SUCH; set it"
                + " before the start");
  }

  @Test
  void readsNumbersFlagsDurationsSizesAndLists() {
    Operands operands =
        operands(
            Map.of(
                "n", 7, "f", "TRUE", "d", "PT2S", "b", "3MB", "one", "a", "many", List.of(1, 2)));

    assertThat(operands.integer("n", 1, 0, 10)).isEqualTo(7);
    assertThat(operands.flag("f", false)).isTrue();
    assertThat(operands.duration("d", Duration.ZERO)).isEqualTo(Duration.ofSeconds(2));
    assertThat(operands.bytes("b", 0)).isEqualTo(3L << 20);
    assertThat(operands.texts("one")).containsExactly("a");
    assertThat(operands.texts("many")).containsExactly("1", "2");
    assertThat(operands.integer("absent", 5, 0, 10)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n | eleven | a whole number from 0 to 10",
        "n | 11     | a whole number from 0 to 10",
        "f | yes    | true or false",
        "d | -PT1S  | a positive ISO 8601 duration such as PT30S",
        "d | 30s    | a positive ISO 8601 duration such as PT30S",
        "b | 3XB    | a size such as 256MB",
        "b | 9999999999TB | a size below 8388608TB"
      })
  void refusesMalformedValues(String key, String value, String expected) {
    Operands operands = operands(Map.of(key, value));

    assertThatThrownBy(
            () -> {
              switch (key) {
                case "n" -> operands.integer(key, 0, 0, 10);
                case "f" -> operands.flag(key, false);
                case "d" -> operands.duration(key, Duration.ZERO);
                default -> operands.bytes(key, 0);
              }
            })
        .isInstanceOfSatisfying(
            StrakeException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessage("test source 'x': operand '" + key + "' must be " + expected);
  }

  @Test
  void refusesUnknownKeysButNotThoseThatCalciteAdds() {
    Operands operands =
        operands(Map.of("url", "u", "ulr", "v", "modelUri", "m", "tables", List.of()));
    operands.text("url");

    assertThatThrownBy(operands::rejectUnknown)
        .hasMessage("test source 'x': unknown operands [ulr]; known are [url]");
  }

  private static Operands operands(Map<String, ?> values) {
    return new Operands("test source 'x'", values, ENVIRONMENT::get);
  }
}

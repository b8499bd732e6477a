/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.rest.testing.Reading;
import io.strake.rest.testing.TestApi;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON values in vectors: what fits each type, and a named error for what does not. */
final class JsonDecodingTest {
  private final TestApi api = new TestApi();

  @AfterEach
  void stop() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BIGINT | 9223372036854775807 | 9223372036854775807",
        "BIGINT | \"12\" | 12",
        "BIGINT | 1e3 | 1000",
        "INTEGER | -2147483648 | -2147483648",
        "SMALLINT | 3.0 | 3",
        "TINYINT | -128 | -128",
        "BOOLEAN | true | true",
        "DOUBLE | 0.1 | 0.1",
        "REAL | \"1.5\" | 1.5",
        "DECIMAL(20,4) | 1234567890123456.7890 | 1234567890123456.7890",
        "DECIMAL(5,2) | \"1.5\" | 1.50",
        "DECIMAL(5,2) | 0e9 | 0.00",
        "VARCHAR | \"ü \\ud83d\\ude00\" | ü 😀",
        "VARCHAR | 1.10 | 1.10",
        "VARCHAR | {\"a\": [1, 2.50, null]} | {\"a\":[1,2.50,null]}",
        "DATE | \"1969-12-31\" | -1",
        "TIME | \"00:00:01.5\" | 1500000",
        "TIMESTAMP | \"2026-01-02 03:04:05.000006\" | 2026-01-02T03:04:05.000006",
        "TIMESTAMP WITH LOCAL TIME ZONE | \"1970-01-01T01:00:00.5+01:00\" | 500000",
        "BIGINT | null | null",
      })
  void readsWhatFits(String type, String json, String expected) {
    api.json("/t", "[{\"v\": " + json + "}]");

    assertThat(String.valueOf(Reading.rows(table(column("v", type))).get(0).get(0)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "BIGINT | 9223372036854775808 | a number that is not whole or out of range",
        "BIGINT | 1.5 | a number that is not whole or out of range",
        "BIGINT | 1e999999999 | a number that is not whole or out of range",
        "BIGINT | \"x\" | a text that is no number",
        "BIGINT | {} | an object",
        "TINYINT | 128 | a number out of range",
        "BOOLEAN | 1 | a number",
        "DOUBLE | 1e999 | a number out of range",
        "DECIMAL(5,2) | 1000 | a number with too many digits",
        "DECIMAL(5,2) | 1e999999999 | a number with too many digits",
        "DECIMAL(5,2) | 0.001 | a number with too many digits behind the point",
        "VARCHAR(2) | \"abc\" | a longer text",
        "VARCHAR | \"\\ud83d\" | a text that is not well-formed Unicode",
        "DATE | \"2026-02-30\" | a text of another form",
        "DATE | 20260101 | a number",
        "TIMESTAMP | \"2026-01-01T00:00:00Z\" | a text of another form",
        "TIMESTAMP(3) | \"2026-01-01T00:00:00.0001\" | more digits of a second",
        "TIMESTAMP WITH LOCAL TIME ZONE | \"2026-01-01T00:00:00\" | a text of another form",
      })
  void refusesWhatDoesNotFit(String type, String json, String found) {
    api.json("/t", "[{\"v\": null}, {\"v\": " + json + "}]");

    assertThatThrownBy(() -> Reading.rows(table(column("v", type))))
        .isInstanceOf(StrakeException.class)
        .hasMessageStartingWith(
            "rest source 'test': endpoint 't', column 'v': row 2 of page 1 has "
                + found
                + " at '/v', not ")
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(ErrorCode.SOURCE_DATA_INVALID);
  }

  @Test
  void findsNestedValuesAndLeavesMissingOnesNull() {
    api.json(
        "/t",
        "[{\"x\": {\"y\": [5, {\"z\": 6}]}, \"skipped\": [{}]}, {\"x\": {\"y\": 1}}, {\"x\": 3}]");

    assertThat(
            Reading.rows(
                table(
                    column("whole", "VARCHAR", "/x"),
                    column("first", "BIGINT", "/x/y/0"),
                    column("z", "DECIMAL(3,1)", "/x/y/1/z"))))
        .containsExactly(
            List.of("{\"y\":[5,{\"z\":6}]}", 5L, new BigDecimal("6.0")),
            Arrays.asList("{\"y\":1}", null, null),
            Arrays.asList("3", null, null));
  }

  @Test
  void takesOrRefusesDecimalsWithHugeExponentsAtOnce() {
    api.json("/t", "[{\"v\": 0e-400000000}, {\"v\": 1e-400000000}]");

    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertThatThrownBy(() -> Reading.rows(table(column("v", "DECIMAL(9,2)"))))
                .hasMessageContaining("row 2 of page 1 has a number with too many digits"));
  }

  @Test
  void refusesAMissingOrNullValueOfANotNullColumn() {
    String notNull = "{\"name\": \"v\", \"type\": \"BIGINT\", \"nullable\": false}";

    api.json("/t", "[{\"v\": 1}, {}]");
    assertThatThrownBy(() -> Reading.rows(table(notNull)))
        .hasMessageContaining("row 2 of page 1 has no value at '/v', not BIGINT not null");
    try (TestApi other = new TestApi()) {
      other.json("/t", "[{\"v\": null}]");
      assertThatThrownBy(() -> Reading.rows(table(other, "", notNull)))
          .hasMessageContaining("row 1 of page 1 has null at '/v'");
    }
  }

  @Test
  void takesRowsThatAreNoObjectsIfTheColumnPointsAtThem() {
    api.json("/t", "[1, 2, null]");

    assertThat(Reading.rows(table(column("v", "BIGINT", ""))))
        .containsExactly(List.of(1L), List.of(2L), Arrays.asList((Object) null));
    assertThatThrownBy(() -> Reading.rows(table(column("v", "BIGINT"))))
        .hasMessageContaining("a row that is a number");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\": 1} | an object instead of an array at ''",
        "nothing | an answer that is not JSON, at line 1",
        "[{\"v\": 1}, | an answer that is not JSON, at line 1",
        "[{\"v\": 1}] trailing | an answer that is not JSON, at line 1",
        "` ` | nothing instead of an array at ''",
      })
  void refusesAnAnswerOfAnotherForm(String body, String found) {
    api.json("/t", body);

    assertThatThrownBy(() -> Reading.rows(table(column("v", "BIGINT"))))
        .isInstanceOf(StrakeException.class)
        .hasMessageStartingWith("rest source 'test': endpoint 't': page 1, after row ")
        .hasMessageContaining(found)
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(ErrorCode.SOURCE_DATA_INVALID);
  }

  @Test
  void readsOneObjectAsOneRowIfTheModelSaysSo() {
    api.json("/t", "{\"v\": 7}");

    assertThat(Reading.rows(table(api, "\"singleRow\": true, ", column("v", "BIGINT"))))
        .containsExactly(List.of(7L));
  }

  @Test
  void readsManyRowsInBatches() {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < 1000; i++) {
      body.append(i == 0 ? "" : ",").append("{\"v\": \"2026-01-01T00:00:00\"}");
    }
    api.json("/t", body.append("]").toString());

    assertThat(Reading.rows(table(column("v", "TIMESTAMP"))))
        .hasSize(1000)
        .containsOnly(List.of(LocalDateTime.of(2026, 1, 1, 0, 0)));
  }

  private RestOptions table(String... columns) {
    return table(api, "", columns);
  }

  private static RestOptions table(TestApi api, String more, String... columns) {
    return Reading.options(
        api,
        "\"endpoints\": [{\"name\": \"t\", \"path\": \"/t\", %s \"columns\": [%s]}]"
            .formatted(more, String.join(", ", columns)));
  }

  private static String column(String name, String type) {
    return "{\"name\": \"%s\", \"type\": \"%s\"}".formatted(name, type);
  }

  private static String column(String name, String type, String pointer) {
    return "{\"name\": \"%s\", \"type\": \"%s\", \"pointer\": \"%s\"}"
        .formatted(name, type, pointer);
  }
}

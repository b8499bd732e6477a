/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.rest.model.EndpointSpec;
import io.strake.rest.model.Pagination;
import io.strake.rest.testing.Reading;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operands of a source: defaults, and a message for everything malformed. */
final class RestOptionsTest {
  private static final String ENDPOINT =
      """
      {"baseUrl": "https://api.example.com/v1", %s "endpoints": [{"name": "t", "path": "/t" %s,
        "columns": [{"name": "id", "type": "BIGINT" %s}]}]}
      """;

  @Test
  void fillsInDefaults() {
    RestOptions options = options("", "", "");
    EndpointSpec endpoint = options.endpoints().get(0);

    assertThat(options.connection().timeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.connection().maxResponseBytes()).isEqualTo(64L << 20);
    assertThat(options.connection().allowPrivateAddresses()).isFalse();
    assertThat(options.connection().maxRetries()).isEqualTo(3);
    assertThat(endpoint.pagination()).isEqualTo(new Pagination.None());
    assertThat(endpoint.columns().get(0).pointer().toString()).isEqualTo("/id");
    assertThat(endpoint.columns().get(0).nullable()).isTrue();
    assertThat(endpoint.rowCount()).isEmpty();
  }

  @Test
  void ignoresKeysThatCalciteAdds() {
    Map<String, Object> operand = new HashMap<>(Reading.operand(ENDPOINT.formatted("", "", "")));
    operand.put("modelUri", "inline:");
    operand.put("tables", java.util.List.of());

    assertThat(RestOptions.fromOperand("shop", operand).endpoints()).hasSize(1);
  }

  @Test
  void hidesSecretsInToString() {
    String source =
        "'headers': {'X-Team': 's3cret'}, 'auth': {'type': 'basic', 'user': 'u', 'password': 's3cret'},";

    assertThat(options(source, ",'query': {'k': 's3cret'}", "").toString())
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      emptyValue = "",
      nullValues = "-",
      value = {
        "'timeut': 1,| - | - | rest source 'shop': unknown operands [timeut]",
        "'timeout': 'soon',| - | - | rest source 'shop': operand 'timeout' must be a positive ISO",
        "'headers': {'Host': 'x'},| - | - | rest source 'shop', headers: operand 'Host' must be",
        "'auth': {'type': 'magic'},| - | - | rest source 'shop', auth: operand 'type' must be one",
        "'auth': {'type': 'bearer'},| - | - | rest source 'shop', auth: operand 'token' is missing",
        "- |,'method': 'POST'| - | rest source 'shop', endpoint 't': operand 'method' must be one of",
        "- |,'rows': 'data'| - | rest source 'shop', endpoint 't': operand 'rows' must be a JSON",
        "- |,'rowCount': -1| - | rest source 'shop', endpoint 't': operand 'rowCount' must be",
        "- |,'nope': 1| - | rest source 'shop', endpoint 't': unknown operands [nope]",
        "- |,'pagination': {'type': 'cursor'}| - | endpoint 't', pagination: operand 'pointer' is missing",
        "- |,'pagination': {'type': 'page', 'pageSize': 5}| - | operand 'sizeParameter' must be given",
        "- |,'parameters': [{'column': 'x'}]| - | parameter of column 'x': operand 'column' must be",
        "- |,'parameters': [{'column': 'id', 'in': 'path'}]| - | the variables of 'path' []",
        "- |,'query': {'id': '1'}, 'parameters': [{'column': 'id'}]| - | used twice are [id]",
        "- | - |,'type': 'MONEY'| endpoint 't', column 'id': operand 'type' must be a scalar SQL type",
        "- | - |,'type': 'BIGINT) + (1'| column 'id': operand 'type' must be a scalar SQL type",
        "- | - |,'type': 'DECIMAL(60,2)'| column 'id': operand 'type' must be a scalar SQL type",
        "- | - |,'from': 'parameter'| column 'id' from a parameter has one",
      })
  void namesSourceEndpointAndKeyOfWhatIsWrong(
      String source, String endpoint, String column, String message) {
    assertThatThrownBy(() -> options(source, endpoint, column))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((StrakeException) e).code())
        .isEqualTo(ErrorCode.INVALID_CONFIGURATION);
  }

  private static RestOptions options(String source, String endpoint, String column) {
    return RestOptions.fromOperand(
        "shop", Reading.operand(ENDPOINT.formatted(json(source), json(endpoint), json(column))));
  }

  private static String json(String text) {
    return text == null ? "" : text.replace('\'', '"');
  }
}

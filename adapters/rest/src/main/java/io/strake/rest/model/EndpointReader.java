/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import com.fasterxml.jackson.core.JsonPointer;
import io.strake.planner.Operands;
import io.strake.rest.model.ColumnSpec.Origin;
import io.strake.rest.model.ParameterSpec.Mode;
import io.strake.rest.model.ParameterSpec.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Reader of one element of the {@code endpoints} of a model. */
public final class EndpointReader {
  private static final Map<String, Origin> ORIGINS =
      Map.of("response", Origin.RESPONSE, "parameter", Origin.PARAMETER);
  private static final Map<String, Place> PLACES = Map.of("query", Place.QUERY, "path", Place.PATH);
  private static final Map<String, Mode> MODES =
      Map.of("prefilter", Mode.PREFILTER, "exact", Mode.EXACT);
  private static final Map<String, String> METHODS = Map.of("GET", "GET");

  private EndpointReader() {}

  /**
   * Returns the endpoint.
   *
   * @param source what messages name, such as {@code rest source 'crm'}
   * @throws io.strake.planner.StrakeException naming source, endpoint and key of what is wrong
   */
  public static EndpointSpec read(String source, Operands element, Authentication credentials) {
    String owner = source + ", endpoint '" + element.requiredText("name") + "'";
    Operands operands = element.withOwner(owner);
    OperandChoice.of(operands, "method", "GET", METHODS);
    List<ColumnSpec> columns = new ArrayList<>();
    for (Operands column : operands.objects("columns")) {
      columns.add(column(owner, column));
    }
    List<ParameterSpec> parameters = new ArrayList<>();
    for (Operands parameter : operands.objects("parameters")) {
      parameters.add(parameter(owner, parameter, columns));
    }
    String rowCount = operands.text("rowCount").orElse("");
    EndpointSpec endpoint =
        new EndpointSpec(
            operands.requiredText("name"),
            new PathTemplate(operands.requiredText("path")),
            JsonPointers.optional(operands, "rows", JsonPointer.empty()),
            operands.flag("singleRow", false),
            query(operands),
            columns,
            parameters,
            operands
                .object("pagination")
                .map(PaginationReader::read)
                .orElseGet(Pagination.None::new),
            rowCount.isEmpty() ? OptionalLong.empty() : rowCount(operands, rowCount));
    operands.rejectUnknown();
    EndpointChecks.check(operands, endpoint, credentials);
    return endpoint;
  }

  private static OptionalLong rowCount(Operands operands, String text) {
    try {
      long rows = Long.parseLong(text.trim());
      if (rows >= 0) {
        return OptionalLong.of(rows);
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw operands.malformed("rowCount", "a number of rows, 0 or more");
  }

  private static Map<String, String> query(Operands operands) {
    Map<String, String> query = new LinkedHashMap<>();
    operands
        .object("query")
        .ifPresent(
            object -> object.keys().forEach(key -> query.put(key, object.requiredText(key))));
    return query;
  }

  private static ColumnSpec column(String endpoint, Operands element) {
    String name = element.withOwner(endpoint).requiredText("name");
    Operands operands = element.withOwner(endpoint + ", column '" + name + "'");
    ColumnSpec column =
        new ColumnSpec(
            operands.requiredText("name"),
            ColumnType.parse(operands.requiredText("type"))
                .orElseThrow(
                    () ->
                        operands.malformed(
                            "type",
                            "a scalar SQL type such as BIGINT, DECIMAL(12,4), VARCHAR or DATE")),
            JsonPointers.optional(operands, "pointer", JsonPointer.empty().appendProperty(name)),
            operands.flag("nullable", true),
            OperandChoice.of(operands, "from", "response", ORIGINS));
    operands.rejectUnknown();
    return column;
  }

  private static ParameterSpec parameter(
      String endpoint, Operands element, List<ColumnSpec> columns) {
    String name = element.withOwner(endpoint + ", a parameter").requiredText("column");
    Operands operands = element.withOwner(endpoint + ", parameter of column '" + name + "'");
    ColumnSpec column =
        columns.stream()
            .filter(candidate -> candidate.name().equals(operands.requiredText("column")))
            .findFirst()
            .orElseThrow(() -> operands.malformed("column", "the name of a column"));
    // The answer does not tell what such a column is filtered by, so nothing could check it again
    boolean echoed = column.origin() == Origin.PARAMETER;
    Place place = OperandChoice.of(operands, "in", "query", PLACES);
    ParameterSpec parameter =
        new ParameterSpec(
            name,
            operands.text("name").orElse(name),
            place,
            OperandChoice.of(operands, "mode", echoed ? "exact" : "prefilter", MODES),
            operands.flag("required", echoed || place == Place.PATH));
    operands.rejectUnknown();
    if (place == Place.PATH && !parameter.required()) {
      throw operands.malformed("required", "true for a parameter in the path");
    }
    if (echoed && (!parameter.required() || parameter.mode() == Mode.PREFILTER)) {
      throw operands.malformed("mode", "exact, and required true, for a column from a parameter");
    }
    return parameter;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Endpoint of an API, which is one table.
 *
 * @param name name of the table
 * @param path path below the base URL, not encoded; may contain {@code {parameter}}
 * @param rows where the array of rows is in the answer
 * @param singleRow whether {@code rows} is one object, the only row, rather than an array
 * @param query query parameters of every request; the values may be secret
 * @param columns columns in the order of the table
 * @param parameters parameters that filters can bind
 * @param pagination how the following pages are found
 * @param rowCount estimated number of rows without any filter
 */
public record EndpointSpec(
    String name,
    PathTemplate path,
    JsonPointer rows,
    boolean singleRow,
    Map<String, String> query,
    List<ColumnSpec> columns,
    List<ParameterSpec> parameters,
    Pagination pagination,
    OptionalLong rowCount) {
  /** Copies the collections. */
  public EndpointSpec {
    query = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(query));
    columns = List.copyOf(columns);
    parameters = List.copyOf(parameters);
  }

  /** Returns the parameter that a column binds, if there is one. */
  public Optional<ParameterSpec> parameterOf(String column) {
    return parameters.stream().filter(parameter -> parameter.column().equals(column)).findFirst();
  }

  /** Returns the endpoint without the values of {@link #query()}, which may be secret. */
  @Override
  public String toString() {
    return "GET " + path.text();
  }
}

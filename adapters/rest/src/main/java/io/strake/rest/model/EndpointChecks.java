/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import io.strake.planner.Operands;
import io.strake.rest.model.ColumnSpec.Origin;
import io.strake.rest.model.ParameterSpec.Place;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.sql.type.SqlTypeName;

/** Checks of an endpoint that concern more than one of its operands. */
final class EndpointChecks {
  /** Equality of these is not the equality of their texts. */
  private static final Set<SqlTypeName> APPROXIMATE =
      EnumSet.of(SqlTypeName.REAL, SqlTypeName.FLOAT, SqlTypeName.DOUBLE);

  private EndpointChecks() {}

  static void check(Operands operands, EndpointSpec endpoint, Authentication credentials) {
    String path = endpoint.path().text();
    if (path.contains("?") || path.contains("#")) {
      throw operands.malformed("path", "without query and fragment; use 'query'");
    }
    if (endpoint.path().expand(java.util.Map.of()).stream()
        .anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
      throw operands.malformed("path", "without the steps . and ..");
    }
    if (endpoint.columns().isEmpty()) {
      throw operands.malformed("columns", "a list of at least one column");
    }
    unique(operands, "columns", endpoint.columns().stream().map(ColumnSpec::name));
    unique(operands, "parameters", endpoint.parameters().stream().map(ParameterSpec::column));
    checkPathParameters(operands, endpoint);
    checkQueryParameters(operands, endpoint, credentials);
    checkColumns(operands, endpoint);
  }

  private static void checkPathParameters(Operands operands, EndpointSpec endpoint) {
    List<String> names = names(endpoint, Place.PATH);
    unique(operands, "parameters", names.stream());
    Set<String> variables = endpoint.path().variables();
    if (!variables.equals(Set.copyOf(names))) {
      throw operands.malformed(
          "parameters",
          "such that the parameters in the path "
              + names
              + " are the variables of 'path' "
              + variables);
    }
  }

  private static void checkQueryParameters(
      Operands operands, EndpointSpec endpoint, Authentication credentials) {
    Stream<String> own =
        Stream.of(
                endpoint.query().keySet().stream(),
                names(endpoint, Place.QUERY).stream(),
                endpoint.pagination().parameters().stream(),
                credentials.queryParameter().stream())
            .flatMap(names -> names);
    unique(operands, "query", own);
  }

  private static void checkColumns(Operands operands, EndpointSpec endpoint) {
    for (ColumnSpec column : endpoint.columns()) {
      boolean hasParameter = endpoint.parameterOf(column.name()).isPresent();
      if (column.origin() == Origin.PARAMETER && !hasParameter) {
        throw operands.malformed(
            "columns", "such that column '" + column.name() + "' from a parameter has one");
      }
      if (hasParameter && APPROXIMATE.contains(column.type().name())) {
        throw operands.malformed(
            "parameters", "on columns of exact types; '" + column.name() + "' is approximate");
      }
    }
  }

  private static List<String> names(EndpointSpec endpoint, Place place) {
    return endpoint.parameters().stream()
        .filter(parameter -> parameter.place() == place)
        .map(ParameterSpec::name)
        .toList();
  }

  private static void unique(Operands operands, String key, Stream<String> names) {
    Set<String> seen = new HashSet<>();
    Set<String> twice =
        names.filter(name -> !seen.add(name)).collect(Collectors.toCollection(HashSet::new));
    if (!twice.isEmpty()) {
      throw operands.malformed(key, "such that no name is used twice; used twice are " + twice);
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import io.strake.planner.ParameterNames;
import io.strake.planner.Parameters;
import io.strake.rest.model.ColumnSpec;
import io.strake.rest.model.EndpointSpec;
import io.strake.rest.model.ParameterSpec;
import io.strake.rest.model.ParameterSpec.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What a scan asks of its endpoint: the pushed part of a query. Immutable.
 *
 * @param endpoint the endpoint
 * @param columns positions of the columns to read, in the order of the rows
 * @param bindings parameters that filters have bound
 * @param limit number of rows after which no more are needed
 */
public record RequestSpec(
    EndpointSpec endpoint, List<Integer> columns, List<Binding> bindings, OptionalLong limit) {
  /** Copies the collections. */
  public RequestSpec {
    columns = List.copyOf(columns);
    bindings = List.copyOf(bindings);
  }

  /** Returns the request for all columns and rows. */
  public static RequestSpec all(EndpointSpec endpoint) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < endpoint.columns().size(); i++) {
      columns.add(i);
    }
    return new RequestSpec(endpoint, columns, List.of(), OptionalLong.empty());
  }

  /** Returns the columns to read. */
  public List<ColumnSpec> columnSpecs() {
    return columns.stream().map(endpoint.columns()::get).toList();
  }

  /** Returns this request with these columns only. */
  public RequestSpec withColumns(List<Integer> newColumns) {
    return new RequestSpec(endpoint, newColumns, bindings, limit);
  }

  /** Returns this request with another parameter bound. */
  public RequestSpec withBinding(Binding binding) {
    List<Binding> all = new ArrayList<>(bindings);
    all.add(binding);
    return new RequestSpec(endpoint, columns, all, limit);
  }

  /** Returns this request with a limit. */
  public RequestSpec withLimit(long rows) {
    return new RequestSpec(endpoint, columns, bindings, OptionalLong.of(rows));
  }

  /** Returns the binding of a parameter, if filters have bound it. */
  public Optional<Binding> bindingOf(ParameterSpec parameter) {
    return bindings.stream().filter(binding -> binding.parameter().equals(parameter)).findFirst();
  }

  /** Returns the required parameters that nothing binds. */
  public List<ParameterSpec> unbound() {
    return endpoint.parameters().stream()
        .filter(parameter -> parameter.required() && bindingOf(parameter).isEmpty())
        .toList();
  }

  /** Returns the number of combinations of the bound values, each of which is asked for alone. */
  public int combinations() {
    return bindings.stream().mapToInt(Binding::count).reduce(1, (a, b) -> a * b);
  }

  /** Returns the combinations of the bound values. */
  List<Map<ParameterSpec, String>> boundValues() {
    List<Map<ParameterSpec, String>> combinations = List.of(Map.of());
    for (Binding binding : bindings) {
      combinations =
          combinations.stream()
              .flatMap(
                  combination ->
                      binding.values().stream().map(v -> with(combination, binding.parameter(), v)))
              .toList();
    }
    return combinations;
  }

  /**
   * Returns the request in one line for plans, without what may be secret: values of parameters
   * that the model fixes are shown as {@code *}.
   */
  public String describe() {
    return describe(Parameters.NONE);
  }

  /** Returns the same with those values of parameters that are known. */
  public String describe(Parameters known) {
    Map<String, String> inPath = new LinkedHashMap<>();
    List<String> query = new ArrayList<>();
    endpoint.query().keySet().forEach(name -> query.add(name + "=*"));
    for (Binding binding : bindings) {
      String values =
          binding
              .late()
              .map(late -> ParameterNames.show(late.parameter(), known))
              .orElseGet(() -> encoded(binding.values()));
      if (binding.parameter().place() == Place.PATH) {
        inPath.put(binding.parameter().name(), values);
      } else {
        query.add(binding.parameter().name() + "=" + values);
      }
    }
    String path = String.join("/", endpoint.path().expand(inPath));
    return "GET /" + path + (query.isEmpty() ? "" : "?" + String.join("&", query));
  }

  private static String encoded(List<String> values) {
    return values.stream()
        .map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8))
        .collect(Collectors.joining("|"));
  }

  /** Returns this request with other bindings of the same parameters. */
  public RequestSpec withBindings(List<Binding> newBindings) {
    return new RequestSpec(endpoint, columns, newBindings, limit);
  }

  private static Map<ParameterSpec, String> with(
      Map<ParameterSpec, String> values, ParameterSpec parameter, String value) {
    Map<ParameterSpec, String> copy = new LinkedHashMap<>(values);
    copy.put(parameter, value);
    return copy;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import io.strake.planner.ErrorCode;
import io.strake.planner.ParameterNames;
import io.strake.planner.Parameters;
import io.strake.planner.StrakeException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;

/**
 * SQL statement with places for values, which are written there as literals of their exact types,
 * and for keys.
 *
 * <p>Placeholders stand between NUL characters, which no SQL text may hold: neither literals nor
 * identifiers with one are ever written. Immutable.
 */
public final class SqlTemplate {
  private static final char NUL = '\0';
  private static final String KEYS = "k";

  private final SqlBackend backend;
  private final String text;
  private final List<RexDynamicParam> parameters;

  SqlTemplate(SqlBackend backend, String text, Collection<RexDynamicParam> parameters) {
    this.backend = backend;
    this.text = text;
    this.parameters = List.copyOf(parameters);
  }

  /** Returns what stands in a text for a parameter until its value is known. */
  static String placeholder(RexDynamicParam parameter) {
    return placeholder(parameter.getIndex());
  }

  private static String placeholder(int index) {
    return NUL + Integer.toString(index) + NUL;
  }

  /** Returns what stands in a text for an array of the values of a column of the keys. */
  static String keys(int column) {
    return NUL + KEYS + column + NUL;
  }

  /**
   * Returns the statement with values.
   *
   * @throws StrakeException if a parameter has no value, or one that the engine cannot read exactly
   */
  public String bind(Parameters values) {
    return bind(values, List.of());
  }

  /**
   * Returns the statement with values and keys.
   *
   * @param keys for each column of the keys an array with its values, as SQL
   * @throws StrakeException if a parameter has no value, or one that the engine cannot read exactly
   */
  public String bind(Parameters values, List<String> keys) {
    return replace(parameter -> write(parameter, values.require(parameter)), keys::get);
  }

  /**
   * Returns the statement with something else for each parameter, in the order in which they stand.
   *
   * @throws IllegalStateException if it has places for keys
   */
  public String write(Function<RexDynamicParam, String> writer) {
    return replace(
        writer,
        column -> {
          throw new IllegalStateException("a statement with keys");
        });
  }

  /**
   * Returns the statement for people; a parameter without a value is shown as {@code $1}, keys as
   * {@code $keys1}.
   */
  public String describe(Parameters known) {
    return replace(
        parameter ->
            known
                .valueOf(parameter)
                .map(value -> write(parameter, value))
                .orElseGet(() -> ParameterNames.of(parameter)),
        column -> "$keys" + (column + 1));
  }

  @Override
  public String toString() {
    return describe(Parameters.NONE);
  }

  private String write(RexDynamicParam parameter, RexLiteral value) {
    String typeName =
        backend
            .typeName(parameter.getType())
            .orElseThrow(() -> new AssertionError("no type " + parameter.getType()));
    if (value.isNull()) {
      return "CAST(NULL AS " + typeName + ")";
    }
    return backend
        .literal(value)
        .orElseThrow(
            () ->
                StrakeException.of(
                    ErrorCode.DATA_EXCEPTION,
                    "query: a source cannot hold the value of parameter %d, such as a text with"
                        + " U+0000; bind another value",
                    parameter.getIndex() + 1));
  }

  private String replace(Function<RexDynamicParam, String> writer, IntFunction<String> keys) {
    if (text.indexOf(NUL) < 0) {
      return text;
    }
    StringBuilder sql = new StringBuilder(text.length() + 16 * parameters.size());
    int position = 0;
    for (int start = text.indexOf(NUL); start >= 0; start = text.indexOf(NUL, position)) {
      int end = text.indexOf(NUL, start + 1);
      sql.append(text, position, start);
      String name = text.substring(start + 1, end);
      sql.append(
          name.startsWith(KEYS)
              ? keys.apply(Integer.parseInt(name.substring(KEYS.length())))
              : writer.apply(parameter(name)));
      position = end + 1;
    }
    return sql.append(text, position, text.length()).toString();
  }

  private RexDynamicParam parameter(String index) {
    int wanted = Integer.parseInt(index);
    return parameters.stream()
        .filter(parameter -> parameter.getIndex() == wanted)
        .findFirst()
        .orElseThrow(() -> new AssertionError("placeholder " + wanted));
  }
}

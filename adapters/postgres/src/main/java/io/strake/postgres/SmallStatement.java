/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.Parameters;
import io.strake.planner.sql.SqlTemplate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the server can prepare it: with a place for each value, of the type that its
 * literal would have. It is worth that if its last run sent few rows soon. Thread-safe.
 */
final class SmallStatement {
  /** Beyond these the ways to read much at a time pay. */
  private static final long MAX_BYTES = 64 * 1024;

  private static final Duration MAX_TIME = Duration.ofMillis(20);

  private final String sql;
  private final List<RexDynamicParam> parameters;
  private volatile boolean small;
  private volatile boolean refused;

  private SmallStatement(String sql, List<RexDynamicParam> parameters) {
    this.sql = sql;
    this.parameters = List.copyOf(parameters);
  }

  /**
   * Returns a statement as one that can be prepared.
   *
   * @return empty if the driver might take a part of it for something else, or a parameter stands
   *     twice: expressions with it, such as the key of a group, would not be equal to each other
   */
  static Optional<SmallStatement> of(SqlTemplate template) {
    List<RexDynamicParam> parameters = new ArrayList<>();
    String constant =
        template.write(
            parameter -> {
              parameters.add(parameter);
              return "";
            });
    boolean canBePrepared =
        constant.indexOf('?') < 0
            && constant.indexOf('{') < 0
            && new HashSet<>(parameters).size() == parameters.size()
            && parameters.stream().allMatch(parameter -> typeName(parameter).isPresent());
    return canBePrepared
        ? Optional.of(new SmallStatement(template.write(SmallStatement::place), parameters))
        : Optional.empty();
  }

  private static String place(RexDynamicParam parameter) {
    return "?::" + typeName(parameter).orElseThrow();
  }

  private static Optional<String> typeName(RexDynamicParam parameter) {
    return PostgresLiterals.typeName(parameter.getType());
  }

  /** Returns the text with a question mark for each value. */
  String sql() {
    return sql;
  }

  /** Returns whether the last run was a small one; no if there was none. */
  boolean isSmall() {
    return small;
  }

  /** Notes how a run went that has ended well, however it ran. */
  void ran(long bytes, Duration time) {
    small = bytes <= MAX_BYTES && time.compareTo(MAX_TIME) <= 0;
  }

  /** Returns whether it may be prepared, as far as is known. */
  boolean canBePrepared() {
    return !refused;
  }

  /** Says that it could not be prepared. */
  void refuse() {
    refused = true;
  }

  /** Returns the values as texts, in their order; empty if one of them is none. */
  Optional<List<String>> values(Parameters bound) {
    List<String> texts = new ArrayList<>();
    for (RexDynamicParam parameter : parameters) {
      RexLiteral value = bound.require(parameter);
      @Nullable String text = value.isNull() ? null : PostgresLiterals.text(value).orElse(null);
      if (text == null) {
        return Optional.empty();
      }
      texts.add(text);
    }
    return Optional.of(texts);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.sql.SqlOperator;

/**
 * Explicit list of the scalar operators that an engine may be given, each with the operand types
 * for which its answer is exactly ours, and with the text that says it there. Immutable.
 */
public final class OperatorAllowList {
  private final Map<SqlOperator, List<Entry>> entries;

  private OperatorAllowList(Map<SqlOperator, List<Entry>> entries) {
    this.entries = entries;
  }

  /** Writer of a call whose operands have been written already. */
  @FunctionalInterface
  public interface Template {
    /** Returns the call as SQL, in parentheses unless it binds like a function call. */
    String write(RexCall call, List<String> operands);
  }

  /**
   * One line of the list.
   *
   * @param operator operator
   * @param operands for which operands it may be handed over
   * @param description those operands in words, for the documentation
   * @param template how it is written
   */
  public record Entry(
      SqlOperator operator, Predicate<RexCall> operands, String description, Template template) {}

  /** Returns an empty builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the call as SQL, if it is on the list. */
  public Optional<String> write(RexCall call, List<String> operands) {
    for (Entry entry : entries.getOrDefault(call.getOperator(), List.of())) {
      if (entry.operands.test(call)) {
        return Optional.of(entry.template.write(call, operands));
      }
    }
    return Optional.empty();
  }

  /** Returns all lines sorted by operator name, for the documentation. */
  public List<Entry> entries() {
    return entries.values().stream()
        .flatMap(List::stream)
        .sorted(java.util.Comparator.comparing(entry -> entry.operator.getName()))
        .toList();
  }

  /** Builder of an {@link OperatorAllowList}. Not thread-safe. */
  public static final class Builder {
    private final Map<SqlOperator, List<Entry>> entries = new IdentityHashMap<>();

    private Builder() {}

    /** Adds a line; of several lines that fit a call the first counts. */
    public Builder allow(
        SqlOperator operator, Predicate<RexCall> operands, String description, Template template) {
      entries
          .computeIfAbsent(operator, key -> new ArrayList<>())
          .add(new Entry(operator, operands, description, template));
      return this;
    }

    /** Adds a binary operator that is written between its operands. */
    public Builder infix(
        SqlOperator operator, String symbol, Predicate<RexCall> operands, String description) {
      return allow(
          operator,
          operands,
          description,
          (call, sql) -> "(" + String.join(" " + symbol + " ", sql) + ")");
    }

    /** Adds a function that is written with its operands in parentheses. */
    public Builder function(
        SqlOperator operator, String name, Predicate<RexCall> operands, String description) {
      return allow(
          operator,
          operands,
          description,
          (call, sql) -> name + "(" + String.join(", ", sql) + ")");
    }

    /** Adds a unary operator that is written behind its operand. */
    public Builder postfix(
        SqlOperator operator, String text, Predicate<RexCall> operands, String description) {
      return allow(
          operator, operands, description, (call, sql) -> "(" + sql.get(0) + " " + text + ")");
    }

    /** Returns the list. */
    public OperatorAllowList build() {
      Map<SqlOperator, List<Entry>> copy = new IdentityHashMap<>();
      entries.forEach((operator, lines) -> copy.put(operator, List.copyOf(lines)));
      return new OperatorAllowList(copy);
    }
  }
}

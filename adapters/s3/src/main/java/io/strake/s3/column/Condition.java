/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A condition that bounds can refute: comparisons of columns with constants, joined by AND and OR.
 *
 * <p>Where every column is bound to one value, as partition columns are, {@link #mayHold} is exact:
 * it returns whether the condition is true. Immutable.
 */
public sealed interface Condition {
  /** Returns false only if the condition holds for no row within the bounds. */
  boolean mayHold(Function<String, Bounds> bounds);

  /** Returns true only if the condition holds for every row within the bounds. */
  boolean mustHold(Function<String, Bounds> bounds);

  /** Returns the columns that the condition needs. */
  Set<String> columns();

  /** Comparison operators. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** Returns the operator that says the same with the operands exchanged. */
    Operator mirrored() {
      return switch (this) {
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        case EQUAL, NOT_EQUAL -> this;
      };
    }
  }

  /** A column compared with a constant. */
  record Comparison(String column, Operator operator, Comparable<?> value) implements Condition {
    @Override
    public boolean mayHold(Function<String, Bounds> bounds) {
      Bounds known = bounds.apply(column);
      if (!known.mayBeValue()) {
        return false;
      }
      return switch (operator) {
        case EQUAL -> order(known.min(), -1) <= 0 && order(known.max(), 1) >= 0;
        case NOT_EQUAL -> order(known.min(), -1) != 0 || order(known.max(), 1) != 0;
        case LESS -> order(known.min(), -1) < 0;
        case LESS_OR_EQUAL -> order(known.min(), -1) <= 0;
        case GREATER -> order(known.max(), 1) > 0;
        case GREATER_OR_EQUAL -> order(known.max(), 1) >= 0;
      };
    }

    @Override
    public boolean mustHold(Function<String, Bounds> bounds) {
      Bounds known = bounds.apply(column);
      if (known.mayBeNull() || known.min() == null || known.max() == null) {
        return false;
      }
      return switch (operator) {
        case EQUAL -> order(known.min(), 0) == 0 && order(known.max(), 0) == 0;
        case NOT_EQUAL -> order(known.min(), 0) > 0 || order(known.max(), 0) < 0;
        case LESS -> order(known.max(), 0) < 0;
        case LESS_OR_EQUAL -> order(known.max(), 0) <= 0;
        case GREATER -> order(known.min(), 0) > 0;
        case GREATER_OR_EQUAL -> order(known.min(), 0) >= 0;
      };
    }

    @SuppressWarnings("unchecked") // bounds and constants of a column have one class
    private int order(@Nullable Comparable<?> bound, int ifUnknown) {
      return bound == null ? ifUnknown : ((Comparable<Object>) bound).compareTo(value);
    }

    @Override
    public Set<String> columns() {
      return Set.of(column);
    }

    @Override
    public String toString() {
      return column + " " + operator.sign + " " + value;
    }
  }

  /** A test for NULL, or for its absence. */
  record NullTest(String column, boolean isNull) implements Condition {
    @Override
    public boolean mayHold(Function<String, Bounds> bounds) {
      Bounds known = bounds.apply(column);
      return isNull ? known.mayBeNull() : known.mayBeValue();
    }

    @Override
    public boolean mustHold(Function<String, Bounds> bounds) {
      Bounds known = bounds.apply(column);
      return isNull ? !known.mayBeValue() : !known.mayBeNull();
    }

    @Override
    public Set<String> columns() {
      return Set.of(column);
    }

    @Override
    public String toString() {
      return column + (isNull ? " IS NULL" : " IS NOT NULL");
    }
  }

  /** Conditions that must all hold. */
  record All(List<Condition> conditions) implements Condition {
    @Override
    public boolean mayHold(Function<String, Bounds> bounds) {
      return conditions.stream().allMatch(condition -> condition.mayHold(bounds));
    }

    @Override
    public boolean mustHold(Function<String, Bounds> bounds) {
      return conditions.stream().allMatch(condition -> condition.mustHold(bounds));
    }

    @Override
    public Set<String> columns() {
      return columnsOf(conditions);
    }

    @Override
    public String toString() {
      return joined(conditions, " AND ");
    }
  }

  /** Conditions of which one must hold. */
  record Any(List<Condition> conditions) implements Condition {
    @Override
    public boolean mayHold(Function<String, Bounds> bounds) {
      return conditions.stream().anyMatch(condition -> condition.mayHold(bounds));
    }

    @Override
    public boolean mustHold(Function<String, Bounds> bounds) {
      return conditions.stream().anyMatch(condition -> condition.mustHold(bounds));
    }

    @Override
    public Set<String> columns() {
      return columnsOf(conditions);
    }

    @Override
    public String toString() {
      return "(" + joined(conditions, " OR ") + ")";
    }
  }

  private static Set<String> columnsOf(List<Condition> conditions) {
    return conditions.stream()
        .flatMap(condition -> condition.columns().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String joined(List<Condition> conditions, String separator) {
    return conditions.stream().map(Condition::toString).collect(Collectors.joining(separator));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import org.apache.calcite.rex.RexBiVisitor;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVariable;
import org.apache.calcite.rex.RexVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Names by which plans show parameters without a value: {@code $1} and so on, and those of {@link
 * SessionParameter}.
 */
public final class ParameterNames {
  private ParameterNames() {}

  /** Returns the name of a parameter. */
  public static String of(RexDynamicParam parameter) {
    return SessionParameter.of(parameter)
        .map(SessionParameter::name)
        .orElseGet(() -> "$" + (parameter.getIndex() + 1));
  }

  /** Returns an expression for people, with those values of parameters that are known. */
  public static String show(RexNode expression, Parameters known) {
    return known
        .bind(expression)
        .accept(
            new RexShuttle() {
              @Override
              public RexNode visitDynamicParam(RexDynamicParam parameter) {
                return new Name(parameter);
              }
            })
        .toString();
  }

  /** Parameter as people write it. */
  private static final class Name extends RexVariable {
    private final RexDynamicParam parameter;

    Name(RexDynamicParam parameter) {
      super(of(parameter), parameter.getType());
      this.parameter = parameter;
    }

    @Override
    public <R> R accept(RexVisitor<R> visitor) {
      return visitor.visitDynamicParam(parameter);
    }

    @Override
    public <R, P> R accept(RexBiVisitor<R, P> visitor, P argument) {
      return visitor.visitDynamicParam(parameter, argument);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && name.parameter.equals(parameter);
    }

    @Override
    public int hashCode() {
      return parameter.hashCode();
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Values of the parameters of a statement, each a literal with exactly its type, or a typed NULL.
 *
 * <p>Plans keep parameters as {@link RexDynamicParam}; whoever runs a part of a plan puts the
 * values in. Implementations are thread-safe.
 */
@FunctionalInterface
public interface Parameters {
  /** No values. */
  Parameters NONE = parameter -> Optional.empty();

  /** Returns the value of a parameter; empty if none was bound. */
  Optional<RexLiteral> valueOf(RexDynamicParam parameter);

  /** Returns values by the index of their parameters. */
  static Parameters of(List<RexLiteral> values) {
    List<RexLiteral> copy = List.copyOf(values);
    return parameter ->
        parameter.getIndex() >= 0 && parameter.getIndex() < copy.size()
            ? Optional.of(copy.get(parameter.getIndex()))
            : Optional.empty();
  }

  /** Returns these values, and others for parameters that have none here. */
  default Parameters orElse(Parameters others) {
    return parameter -> {
      Optional<RexLiteral> value = valueOf(parameter);
      return value.isPresent() ? value : others.valueOf(parameter);
    };
  }

  /**
   * Returns the value of a parameter that must have one.
   *
   * @throws StrakeException with {@link ErrorCode#WRONG_PARAMETERS} if it has none
   */
  default RexLiteral require(RexDynamicParam parameter) {
    return valueOf(parameter)
        .orElseThrow(
            () ->
                StrakeException.of(
                    ErrorCode.WRONG_PARAMETERS,
                    "query: parameter %d has no value; bind one value for each '?'",
                    parameter.getIndex() + 1));
  }

  /** Returns an expression with values for parameters; a parameter without one stays. */
  default RexNode bind(RexNode expression) {
    return expression.accept(
        new RexShuttle() {
          @Override
          public RexNode visitDynamicParam(RexDynamicParam parameter) {
            return valueOf(parameter).map(RexNode.class::cast).orElse(parameter);
          }
        });
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import io.strake.rest.model.ColumnType;
import io.strake.rest.model.ParameterSpec;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexDynamicParam;

/**
 * Parameter of a request with its values. Immutable.
 *
 * @param parameter the parameter
 * @param values its values without duplicates, more than one make several requests; none as long as
 *     the value comes from a parameter of the statement
 * @param late that parameter of the statement
 */
public record Binding(ParameterSpec parameter, List<String> values, Optional<Late> late) {
  /**
   * Parameter of a statement whose value goes into the request.
   *
   * @param parameter the parameter
   * @param column type of the column that it is compared with
   */
  public record Late(RexDynamicParam parameter, ColumnType column) {}

  /** Copies the values. */
  public Binding {
    values = List.copyOf(values);
  }

  /** Creates a binding whose values are known. */
  public Binding(ParameterSpec parameter, List<String> values) {
    this(parameter, values, Optional.empty());
  }

  /** Returns a binding whose value will be known when the statement runs. */
  public static Binding late(ParameterSpec parameter, RexDynamicParam value, ColumnType column) {
    return new Binding(parameter, List.of(), Optional.of(new Late(value, column)));
  }

  /** Returns the number of values, of which there is one if it is not known yet. */
  public int count() {
    return late.isPresent() ? 1 : values.size();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import io.strake.rest.model.ParameterSpec;
import java.util.List;

/**
 * Parameter of a request with the values that filters gave it, as they go into the request.
 *
 * @param parameter the parameter
 * @param values its values without duplicates, at least one; more than one make several requests
 */
public record Binding(ParameterSpec parameter, List<String> values) {
  /** Copies the values. */
  public Binding {
    values = List.copyOf(values);
  }
}

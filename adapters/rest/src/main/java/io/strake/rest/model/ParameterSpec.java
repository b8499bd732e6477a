/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

/**
 * Request parameter that an equality filter on a column can be sent as.
 *
 * @param column column whose equality binds the parameter
 * @param name name of the parameter in the request
 * @param place where in the request it goes
 * @param mode whether the API's own filtering is relied upon
 * @param required whether the API cannot be called without it
 */
public record ParameterSpec(String column, String name, Place place, Mode mode, boolean required) {
  /** Where in a request a parameter goes. */
  public enum Place {
    /** In the query string. */
    QUERY,
    /** In the path, in place of {@code {name}}. */
    PATH
  }

  /** Whether the API's own filtering is relied upon. */
  public enum Mode {
    /** The API returns at least the matching rows; the filter is evaluated again on them. */
    PREFILTER,
    /** The API returns exactly the matching rows; the filter is not evaluated again. */
    EXACT
  }
}

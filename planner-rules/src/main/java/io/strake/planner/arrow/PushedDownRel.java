/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import io.strake.planner.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * Relational expression that asks a source: the converter at the border between the convention of
 * an adapter and {@link ArrowConvention}.
 */
public interface PushedDownRel extends ArrowRel {
  /** Returns the name of the source, which is that of its schema in the model. */
  String sourceName();

  /**
   * Returns what the source is asked for, as text for people: an SQL statement, a scan or a
   * request, without secrets. Stable for one plan.
   */
  String pushedRequest();

  /**
   * Returns the same with those values of parameters that are known; {@code $1} and so on stand for
   * others.
   */
  default String pushedRequest(Parameters known) {
    return pushedRequest();
  }

  /**
   * Returns how the rows can be had by key; empty if the source cannot look them up.
   *
   * @param columns the columns of this expression that make up the key, at least one
   */
  default Optional<KeyLookup> keyLookup(List<Integer> columns) {
    return Optional.empty();
  }
}

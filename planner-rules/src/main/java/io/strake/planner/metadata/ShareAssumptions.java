/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * What a plan takes for granted about its parameters: about which shares of rows they leave. A plan
 * is right for all values, but one that was made for a rare value may be a bad one for a common
 * one. Immutable.
 */
public final class ShareAssumptions {
  /** Statistics of samples say no more about smaller shares. */
  private static final double SMALLEST_SHARE = 1e-4;

  private final Map<List<ValueCondition>, ValueDistribution> distributions;

  ShareAssumptions(Map<List<ValueCondition>, ValueDistribution> distributions) {
    this.distributions = Collections.unmodifiableMap(new LinkedHashMap<>(distributions));
  }

  /** Returns these and those of a newer plan, with the statistics of the latter. */
  public ShareAssumptions and(ShareAssumptions newer) {
    Map<List<ValueCondition>, ValueDistribution> both = new LinkedHashMap<>(distributions);
    both.putAll(newer.distributions);
    return new ShareAssumptions(both);
  }

  /**
   * Returns the orders of magnitude of the shares; a plan suits all values that have the same.
   *
   * @param parameters values of parameters by index, in the classes of {@link ValueDistribution}
   */
  public String magnitudes(IntFunction<Object> parameters) {
    IntFunction<Optional<Comparable<?>>> values =
        parameter -> KnownValues.ofJava(parameters.apply(parameter));
    StringBuilder magnitudes = new StringBuilder();
    distributions.forEach(
        (conditions, distribution) -> {
          OptionalDouble share = ValueCondition.share(conditions, distribution, values);
          magnitudes.append(share.isEmpty() ? "?" : magnitude(share.getAsDouble()));
        });
    return magnitudes.toString();
  }

  /** Returns about how many bytes this takes, without the statistics of the tables. */
  public long weight() {
    return distributions.keySet().stream().mapToLong(c -> 64L * (1 + c.size())).sum();
  }

  private static int magnitude(double share) {
    return (int) Math.round(-Math.log10(Math.max(share, SMALLEST_SHARE)));
  }
}

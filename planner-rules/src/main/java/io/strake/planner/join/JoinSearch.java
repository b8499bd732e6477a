/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the cheapest tree of a group.
 *
 * <p>What equalities connect is joined by dynamic programming over its connected sets, each with
 * every connected complement; see Moerkotte and Neumann, "Analysis of Two Existing and One New
 * Dynamic Programming Algorithm for the Generation of Optimal Bushy Join Trees without Cross
 * Products", 2006. Beyond {@value #MAX_PAIRS} pairs, and for what is not connected, the two sets
 * whose join is cheapest are joined again and again. Not thread-safe.
 */
final class JoinSearch {
  /** About as many as take 20 ms: a chain of 64 inputs has 45,000, a star of 12 has 11,000. */
  private static final int MAX_PAIRS = 50_000;

  private final JoinGraph graph;
  private final Runnable checkCancel;
  private final Map<Long, JoinPlans> best = new HashMap<>();
  private int pairs;

  /**
   * Creates a search.
   *
   * @param checkCancel called now and then; throws to end the search
   */
  JoinSearch(JoinGraph graph, Runnable checkCancel) {
    this.graph = graph;
    this.checkCancel = checkCancel;
  }

  /** Returns the best plan of all inputs. */
  JoinPlan run() {
    for (int i = 0; i < graph.inputs().size(); i++) {
      best.put(1L << i, JoinPlans.of(graph, i));
    }
    List<JoinPlans> parts = new ArrayList<>();
    for (long rest = graph.all(); rest != 0; ) {
      long part = connected(Long.lowestOneBit(rest));
      rest &= ~part;
      parts.add(plan(part));
    }
    return joinGreedily(parts).here();
  }

  private long connected(long start) {
    long part = start;
    for (long more = graph.neighbours(part); more != 0; more = graph.neighbours(part)) {
      part |= more;
    }
    return part;
  }

  private JoinPlans plan(long part) {
    pairs = 0;
    if (enumerate(part)) {
      return requireNonNull(best.get(part));
    }
    List<JoinPlans> inputs = new ArrayList<>();
    for (long rest = part; rest != 0; rest &= rest - 1) {
      inputs.add(requireNonNull(best.get(Long.lowestOneBit(rest))));
    }
    return joinGreedily(inputs);
  }

  /** Returns whether all connected pairs of a part were looked at. */
  private boolean enumerate(long part) {
    for (long rest = part; rest != 0; ) {
      long start = Long.highestOneBit(rest);
      rest &= ~start;
      long lower = start - 1 | start;
      if (!pairWithComplements(start) || !grow(start, lower)) {
        return false;
      }
    }
    return true;
  }

  /** Goes through the connected sets that add inputs outside of {@code excluded} to a set. */
  private boolean grow(long set, long excluded) {
    long around = graph.neighbours(set) & ~excluded;
    for (long more = -around & around; more != 0; more = more - around & around) {
      if (!pairWithComplements(set | more)) {
        return false;
      }
    }
    for (long more = -around & around; more != 0; more = more - around & around) {
      if (!grow(set | more, excluded | around)) {
        return false;
      }
    }
    return true;
  }

  private boolean pairWithComplements(long set) {
    long lowest = Long.lowestOneBit(set);
    long excluded = lowest - 1 | set;
    long around = graph.neighbours(set) & ~excluded;
    for (long rest = around; rest != 0; ) {
      long start = Long.highestOneBit(rest);
      rest &= ~start;
      if (!pair(set, start) || !growComplement(set, start, excluded | rest | start)) {
        return false;
      }
    }
    return true;
  }

  private boolean growComplement(long set, long complement, long excluded) {
    long around = graph.neighbours(complement) & ~excluded;
    for (long more = -around & around; more != 0; more = more - around & around) {
      if (!pair(set, complement | more)) {
        return false;
      }
    }
    for (long more = -around & around; more != 0; more = more - around & around) {
      if (!growComplement(set, complement | more, excluded | around)) {
        return false;
      }
    }
    return true;
  }

  /** Keeps the better of the plan of a pair and what is known of the set; returns false to end. */
  private boolean pair(long left, long right) {
    if (++pairs > MAX_PAIRS) {
      return false;
    }
    if ((pairs & 1023) == 0) {
      checkCancel.run();
    }
    JoinPlans joined =
        JoinPlans.join(graph, requireNonNull(best.get(left)), requireNonNull(best.get(right)));
    best.merge(left | right, joined, JoinPlans::orCheaper);
    return true;
  }

  /**
   * Joins what adds least to the cost first, and what no equality joins only if nothing else is.
   */
  private JoinPlans joinGreedily(List<JoinPlans> parts) {
    List<JoinPlans> rest = new ArrayList<>(parts);
    while (rest.size() > 1) {
      checkCancel.run();
      JoinPlans found = cheapest(rest, true);
      JoinPlans joined = found == null ? requireNonNull(cheapest(rest, false)) : found;
      rest.removeIf(part -> (part.here().set() & joined.here().set()) != 0);
      rest.add(joined);
    }
    return rest.get(0);
  }

  private @Nullable JoinPlans cheapest(List<JoinPlans> parts, boolean hashed) {
    JoinPlans found = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < parts.size(); i++) {
      for (int j = i + 1; j < parts.size(); j++) {
        JoinPlan left = parts.get(i).here();
        JoinPlan right = parts.get(j).here();
        if (!hashed || graph.isHashed(left.set(), right.set())) {
          JoinPlans joined = JoinPlans.join(graph, parts.get(i), parts.get(j));
          double added = joined.here().cost() - left.cost() - right.cost();
          if (found == null || added < least) {
            found = joined;
            least = added;
          }
        }
      }
    }
    return found;
  }
}

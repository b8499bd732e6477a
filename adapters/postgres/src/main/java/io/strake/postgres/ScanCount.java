/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.sql.SqlRel;
import org.apache.calcite.rel.RelNode;

/**
 * How often a plan reads one database.
 *
 * @param number scans in the plan, at least 1
 * @param repeats whether a scan may run more than once, as Calcite's own operators may have it
 */
record ScanCount(int number, boolean repeats) {
  /** That of a plan with nothing but one scan. */
  static final ScanCount ONE = new ScanCount(1, false);

  /** That of a plan whose scans are hidden in operators of others. */
  private static final ScanCount UNKNOWN = new ScanCount(1, true);

  /** Returns whether the statement is nothing but one scan, or nobody knows of another one. */
  static boolean isAlone(ExecutionContext context) {
    return context.plan().map(plan -> plan instanceof PostgresToArrowConverter).orElse(true);
  }

  /** Counts the scans in the plan of a statement. */
  static ScanCount of(PostgresDatabase database, ExecutionContext context) {
    ScanCount count = context.plan().map(plan -> of(plan, database, false)).orElse(ONE);
    return count.number == 0 ? UNKNOWN : count;
  }

  private static ScanCount of(RelNode rel, PostgresDatabase database, boolean repeats) {
    if (rel instanceof PostgresToArrowConverter scan) {
      return scan.database() == database ? new ScanCount(1, repeats) : new ScanCount(0, false);
    }
    boolean once = rel instanceof ArrowRel || rel instanceof SqlRel;
    ScanCount sum = new ScanCount(0, false);
    for (RelNode input : rel.getInputs()) {
      ScanCount count = of(input, database, repeats || !once);
      sum = new ScanCount(sum.number + count.number, sum.repeats || count.repeats);
    }
    return sum;
  }

  /** Returns whether several scans have to agree. */
  boolean isShared() {
    return number > 1 || repeats;
  }

  /** Returns whether there will be more scans than have started. */
  boolean moreThan(int started) {
    return repeats || started < number;
  }
}

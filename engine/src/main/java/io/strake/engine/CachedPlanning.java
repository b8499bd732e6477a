/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.plan.Constant;
import io.strake.engine.plan.StatementPlanner;
import io.strake.engine.plan.StatementShape;
import io.strake.planner.ParameterLiterals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/** What the plan cache leaves to the planner. Thread-safe. */
final class CachedPlanning implements PlanCache.Planning {
  private final StatementPlanner planner;
  private final ParameterLiterals literals;

  CachedPlanning(StatementPlanner planner, ParameterLiterals literals) {
    this.planner = planner;
    this.literals = literals;
  }

  @Override
  public Optional<StatementShape> read(String sql, Duration timeout) {
    return planner.read(sql, timeout);
  }

  @Override
  public SharedPlan plan(String sql, PlanScope scope, BitSet wanted, Duration timeout) {
    StatementPlanner.Plan plan =
        planner.plan(sql, scope.defaultSchema().orElse(null), wanted, timeout);
    return SharedPlan.of(plan, planner.typeFactory());
  }

  @Override
  public PlannedQuery query(String sql, SharedPlan plan, @Nullable StatementShape shape) {
    List<RexLiteral> constants = new ArrayList<>();
    BitSet lifted = plan.plan().lifted();
    for (int i = lifted.nextSetBit(0); shape != null && i >= 0; i = lifted.nextSetBit(i + 1)) {
      Constant constant = shape.constants().get(i);
      constants.add(literals.literal(i + 1, constant.type(), constant.value(), false));
    }
    return new PlannedQuery(sql, plan, constants);
  }
}

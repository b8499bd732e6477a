/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/**
 * Calling convention of one engine that speaks SQL: a database, or the local engine.
 *
 * <p>Tables that one statement of the engine can join share one object of this class. Subclasses
 * add the way out, see {@link #register}. Immutable.
 */
public class SqlConvention extends Convention.Impl {
  private final SqlBackend backend;
  private final double costFactor;

  /** Rules, made for the first statement and used by all; null before. */
  private volatile @Nullable List<RelOptRule> rules;

  /**
   * Creates a convention.
   *
   * @param name unique name; characters that rule descriptions do not take are replaced
   * @param backend what the engine can do
   * @param costFactor what its work costs us, relative to Calcite's Enumerable
   */
  public SqlConvention(String name, SqlBackend backend, double costFactor) {
    super(name.replaceAll("[^-A-Za-z0-9_.]", "_"), SqlRel.class);
    this.backend = backend;
    this.costFactor = costFactor;
  }

  /** Returns what the engine can do. */
  public final SqlBackend backend() {
    return backend;
  }

  /** Returns what the engine's work costs us, relative to Calcite's Enumerable. */
  final double costFactor() {
    return costFactor;
  }

  /**
   * Returns whether the engine can evaluate the condition of an inner join.
   *
   * @param isEqui whether it is an equality between the two sides
   */
  public final boolean canJoin(RexNode condition, boolean isEqui, RexBuilder rexBuilder) {
    int columns = RelOptUtil.InputFinder.bits(condition).length();
    return backend.canJoin(JoinRelType.INNER, isEqui)
        && ExpressionRenderer.forChecks(backend, rexBuilder).canRender(condition, columns);
  }

  /** Adds the rules that bring operators into this convention. */
  @Override
  public void register(RelOptPlanner planner) {
    rules().forEach(planner::addRule);
  }

  private List<RelOptRule> rules() {
    List<RelOptRule> current = rules;
    if (current == null) {
      current = SqlRules.of(this);
      rules = current;
    }
    return current;
  }
}

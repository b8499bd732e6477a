/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.SqlConvention;
import java.util.List;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;

/**
 * Calling convention of the local engine. One object belongs to one engine. Immutable.
 *
 * <p>Streams of batches come in by {@link ArrowToLocalConverter} and leave by {@link
 * LocalToArrowConverter}; between them everything is one statement.
 */
public final class LocalConvention extends SqlConvention {
  /** Share of Enumerable's cost; measured, it takes half to a fifteenth of the CPU. */
  private static final double COST_FACTOR = 0.2;

  private final LocalDatabase database;
  private final List<RelOptRule> borders;

  /** Creates the convention of an engine. */
  public LocalConvention(LocalDatabase database) {
    super("LOCAL", new LocalBackend(), COST_FACTOR);
    this.database = database;
    this.borders = List.of(ArrowToLocalConverter.rule(this), LocalToArrowConverter.rule(this));
  }

  LocalDatabase database() {
    return database;
  }

  @Override
  public void register(RelOptPlanner planner) {
    super.register(planner);
    borders.forEach(planner::addRule);
  }
}

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

  /**
   * DuckDB 1.5 divides what a join hashes into 16 parts, whatever its size, and must be able to
   * hold one beside a few blocks of each; half of that is left for estimates that are too low.
   */
  private static final int HASHED_PER_MEMORY = 6;

  private final LocalDatabase database;
  private final List<RelOptRule> borders;

  /** Creates the convention of an engine. */
  public LocalConvention(LocalDatabase database) {
    this(database, HASHED_PER_MEMORY * database.memoryBytes());
  }

  /** Creates a convention whose joins take several passes if they hash more than so many bytes. */
  LocalConvention(LocalDatabase database, long maxHashedBytes) {
    super("LOCAL", new LocalBackend(maxHashedBytes), COST_FACTOR);
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

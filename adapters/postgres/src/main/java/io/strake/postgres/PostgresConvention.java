/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.cost.TransferCost;
import io.strake.planner.sql.SqlConvention;
import org.apache.calcite.plan.RelOptPlanner;

/** Calling convention of the tables of one database: what is in it becomes one statement there. */
final class PostgresConvention extends SqlConvention {
  private final String sourceName;
  private final PostgresDatabase database;

  PostgresConvention(String sourceName, PostgresDatabase database) {
    super("POSTGRES." + sourceName, PostgresBackend.INSTANCE, TransferCost.PUSHED_DOWN_FACTOR);
    this.sourceName = sourceName;
    this.database = database;
  }

  /** Returns the name of the first schema of the model that is in this database. */
  String sourceName() {
    return sourceName;
  }

  PostgresDatabase database() {
    return database;
  }

  /** Adds the rules that bring operators in, and the way out to batches. */
  @Override
  public void register(RelOptPlanner planner) {
    super.register(planner);
    planner.addRule(PostgresToArrowConverterRule.of(this));
  }
}

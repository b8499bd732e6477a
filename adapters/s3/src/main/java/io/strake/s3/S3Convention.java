/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.arrow.ArrowConvention;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.rel.RelNode;

/** Calling convention of scans of objects; registers the rules that narrow them. Immutable. */
final class S3Convention extends Convention.Impl {
  /** The only instance. */
  static final S3Convention INSTANCE = new S3Convention();

  private S3Convention() {
    super("S3", RelNode.class);
  }

  @Override
  public void register(RelOptPlanner planner) {
    S3Rules.ALL.forEach(planner::addRule);
    ArrowConvention.INSTANCE.register(planner);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.AbstractRelNode;
import org.apache.calcite.rel.RelNode;

/** A plan of several scans, each of which the test runs itself, once. */
final class ScansTogether extends AbstractRelNode implements ArrowRel {
  private final List<? extends ArrowRel> scans;

  ScansTogether(List<? extends ArrowRel> scans) {
    super(scans.get(0).getCluster(), scans.get(0).getTraitSet());
    this.scans = List.copyOf(scans);
  }

  @Override
  public List<RelNode> getInputs() {
    return List.copyOf(scans);
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    throw new UnsupportedOperationException("the test runs the scans");
  }
}

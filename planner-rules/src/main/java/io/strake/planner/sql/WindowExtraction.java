/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;

/**
 * The calls over windows in a projection, apart from the expressions around them.
 *
 * <pre>
 *   Project(a, SUM(b) OVER w / COUNT(b) OVER w)  =&gt;  calls    SUM(b) OVER w, COUNT(b) OVER w
 *     input(a, b)                                    projects $0, $2 / $3
 * </pre>
 */
final class WindowExtraction extends RexShuttle {
  private final int inputColumns;
  private final List<RexOver> calls = new ArrayList<>();
  private final List<RexNode> projects;

  WindowExtraction(Project project) {
    this.inputColumns = project.getInput().getRowType().getFieldCount();
    this.projects = project.getProjects().stream().map(node -> node.accept(this)).toList();
  }

  /** Returns the distinct calls. */
  List<RexOver> calls() {
    return List.copyOf(calls);
  }

  /** Returns the projections over the columns of the input and then the calls. */
  List<RexNode> projects() {
    return projects;
  }

  @Override
  public RexNode visitOver(RexOver over) {
    int index = calls.indexOf(over);
    if (index < 0) {
      index = calls.size();
      calls.add(over);
    }
    return new RexInputRef(inputColumns + index, over.getType());
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;

/** Words for a column of a result, for error messages. */
final class ColumnOrigin {
  private ColumnOrigin() {}

  /** Returns the table and column that a result column is taken from, else its own name. */
  static String describe(RelNode rel, int column) {
    RelNode node = rel;
    int index = column;
    while (true) {
      if (node instanceof Filter || node instanceof Sort) {
        node = node.getInput(0);
      } else if (node instanceof Project project
          && project.getProjects().get(index) instanceof RexInputRef input) {
        index = input.getIndex();
        node = project.getInput();
      } else if (node instanceof Join join) {
        int left = join.getLeft().getRowType().getFieldCount();
        node = index < left ? join.getLeft() : join.getRight();
        index = index < left ? index : index - left;
      } else if (node instanceof TableScan scan) {
        List<String> table = scan.getTable().getQualifiedName();
        return "column '" + String.join(".", table) + "." + name(node, index) + "'";
      } else {
        return "column '" + name(rel, column) + "'";
      }
    }
  }

  private static String name(RelNode rel, int column) {
    return rel.getRowType().getFieldNames().get(column);
  }
}

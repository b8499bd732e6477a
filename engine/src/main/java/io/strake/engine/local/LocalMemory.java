/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Estimate of the memory that a local statement would like to have, so that it need not spill.
 *
 * <p>Operators that keep rows count with the rows they keep; the others stream.
 */
final class LocalMemory {
  private static final int FIXED_BYTES = 16;
  private static final int VARIABLE_BYTES = 48;
  private static final int ROW_BYTES = 16;

  private LocalMemory() {}

  /** Returns bytes; 0 if no operator of the subtree keeps rows. Called while planning. */
  static long estimate(RelNode root) {
    RelMetadataQuery mq = root.getCluster().getMetadataQuery();
    return (long) Math.min(Long.MAX_VALUE, total(root, mq));
  }

  private static double total(RelNode rel, RelMetadataQuery mq) {
    if (rel instanceof ArrowToLocalConverter) {
      return 0;
    }
    double bytes = keptBytes(rel, mq);
    for (RelNode input : rel.getInputs()) {
      bytes += total(input, mq);
    }
    return bytes;
  }

  private static double keptBytes(RelNode rel, RelMetadataQuery mq) {
    if (rel instanceof Sort sort && sort.fetch != null) {
      return bytes(rel, mq);
    } else if (rel instanceof Sort || rel instanceof Window) {
      return bytes(rel.getInput(0), mq);
    }
    return hashedBytes(rel, mq);
  }

  /**
   * Returns the bytes of what an operator hashes: of one side of a join, of the groups of an
   * aggregate, of distinct rows; 0 for other operators, infinite if unknown.
   */
  static double hashedBytes(RelNode rel) {
    return hashedBytes(rel, rel.getCluster().getMetadataQuery());
  }

  private static double hashedBytes(RelNode rel, RelMetadataQuery mq) {
    if (rel instanceof Join join) {
      return buildBytes(join, mq);
    }
    boolean hashes =
        rel instanceof Aggregate
            || (rel instanceof SetOp set && !(set instanceof Union union && union.all));
    return hashes ? bytes(rel, mq) : 0;
  }

  private static double buildBytes(Join join, RelMetadataQuery mq) {
    // The renderer writes the side of fewer rows where DuckDB hashes it, if it may
    boolean swapped =
        join.getJoinType().projectsRight()
            && rows(join.getLeft(), mq) < rows(join.getRight(), mq)
            && Double.isFinite(rows(join.getRight(), mq));
    return bytes(swapped ? join.getLeft() : join.getRight(), mq);
  }

  private static double rows(RelNode rel, RelMetadataQuery mq) {
    @Nullable Double rows = mq.getRowCount(rel);
    return rows == null ? Double.POSITIVE_INFINITY : rows;
  }

  private static double bytes(RelNode rel, RelMetadataQuery mq) {
    double rowBytes = ROW_BYTES;
    for (RelDataTypeField field : rel.getRowType().getFieldList()) {
      SqlTypeName type = field.getType().getSqlTypeName();
      boolean isFixed =
          SqlTypeName.NUMERIC_TYPES.contains(type)
              || SqlTypeName.DATETIME_TYPES.contains(type)
              || type == SqlTypeName.BOOLEAN;
      rowBytes += isFixed ? FIXED_BYTES : VARIABLE_BYTES;
    }
    return rows(rel, mq) * rowBytes;
  }
}

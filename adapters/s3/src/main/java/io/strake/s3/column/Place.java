/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.ColumnNode;
import io.strake.s3.parquet.Conversion;
import io.strake.s3.parquet.Widening;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.MessageType;

/**
 * Where a part of a column is in a schema. Immutable.
 *
 * @param path names from the root to the part
 * @param level definition level from which on the part is not NULL
 * @param depth how many lists the part is within
 * @param slotLevel definition level from which on the innermost of these lists has an element
 */
record Place(List<String> path, int level, int depth, int slotLevel) {
  /** The schema itself. */
  static final Place ROOT = new Place(List.of(), 0, 0, 0);

  Place below(String name, int newLevel) {
    return new Place(appended(name), newLevel, depth, slotLevel);
  }

  Place element(String name) {
    return new Place(appended(name), level + 1, depth + 1, level + 1);
  }

  private List<String> appended(String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }

  ColumnNode.Leaf leaf(MessageType schema, Conversion conversion) {
    return new ColumnNode.Leaf(
        schema.getColumnDescription(path.toArray(String[]::new)),
        conversion,
        Widening.NONE,
        depth,
        slotLevel);
  }

  ColumnNode.Struct struct(List<ColumnNode> fields) {
    return new ColumnNode.Struct(fields, depth, slotLevel, level);
  }
}

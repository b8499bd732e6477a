/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/** Reader of all rows of a statement. */
final class TestRows {
  private TestRows() {}

  /** Returns the rows, each a list of what its vectors give, and closes the result. */
  static List<List<Object>> of(QueryResult result) {
    List<List<Object>> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          List<Object> cells = new ArrayList<>();
          for (FieldVector column : result.batch().getFieldVectors()) {
            cells.add(column.getObject(row));
          }
          rows.add(cells);
        }
      }
    }
    return rows;
  }
}

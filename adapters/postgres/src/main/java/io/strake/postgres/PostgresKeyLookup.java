/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.KeyLookup;
import io.strake.planner.sql.SqlTemplate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;

/**
 * Rows of a statement by key, as the same statement with {@code = ANY (array)}, or with a semi-join
 * with {@code unnest} where a key has several columns.
 */
final class PostgresKeyLookup implements KeyLookup {
  /** A thousand keys are found in about two milliseconds, and make a text of a few kilobytes. */
  private static final int MAX_KEYS = 1000;

  private final PostgresToArrowConverter rows;
  private final SqlTemplate statement;
  private final List<RelDataType> types;

  PostgresKeyLookup(PostgresToArrowConverter rows, SqlTemplate statement, List<Integer> columns) {
    this.rows = rows;
    this.statement = statement;
    this.types =
        columns.stream().map(i -> rows.getRowType().getFieldList().get(i).getType()).toList();
  }

  @Override
  public int maxKeys() {
    return MAX_KEYS;
  }

  @Override
  public ArrowReader open(ExecutionContext context, VectorSchemaRoot keys) {
    int columns = keys.getFieldVectors().size();
    if (columns != types.size() || keys.getRowCount() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "%d keys of %d columns; at most %d of %d columns are taken"
              .formatted(keys.getRowCount(), columns, MAX_KEYS, types.size()));
    }
    return rows.scan(context).open(sql(context, keys), Optional.empty(), Optional.empty());
  }

  private String sql(ExecutionContext context, VectorSchemaRoot keys) {
    List<String> arrays = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      arrays.add(KeyArrays.write(types.get(i), keys.getVector(i), keys.getRowCount()));
    }
    return statement.bind(context.parameters(), arrays);
  }

  @Override
  public String toString() {
    return statement.toString();
  }
}

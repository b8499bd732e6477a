/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Condition;
import io.strake.s3.column.TableColumn;
import io.strake.s3.column.ValueTests;
import io.strake.s3.parquet.ValueTest;
import io.strake.s3.table.TableContents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;

/**
 * A part of a condition that can be tested on the values of one column chunk. Immutable.
 *
 * @param condition the part
 * @param chunk chunk of the column, which is not nested
 */
record ConditionPart(Condition condition, ColumnChunkMetaData chunk, ValueTest test) {
  /** To test more of them, as thousands of pairs of keys have, costs more than it may save. */
  private static final int MAX_PARTS = 16;

  /**
   * Returns the parts of a condition, of which the others may hold for any row; none if they are
   * many.
   *
   * @param chunks chunk of a column that may be tested; null if there is none
   */
  static List<ConditionPart> of(
      Condition condition,
      TableContents contents,
      Function<String, @Nullable ColumnChunkMetaData> chunks) {
    List<ConditionPart> parts = new ArrayList<>();
    add(condition, contents, chunks, parts);
    return parts.size() > MAX_PARTS ? List.of() : parts;
  }

  private static void add(
      Condition condition,
      TableContents contents,
      Function<String, @Nullable ColumnChunkMetaData> chunks,
      List<ConditionPart> parts) {
    Optional<ConditionPart> part =
        condition instanceof Condition.All ? Optional.empty() : part(condition, contents, chunks);
    if (part.isPresent()) {
      parts.add(part.get());
    } else if (condition instanceof Condition.All all) {
      all.conditions().forEach(inner -> add(inner, contents, chunks, parts));
    } else if (condition instanceof Condition.Any any) {
      any.conditions().forEach(inner -> add(inner, contents, chunks, parts));
    }
  }

  private static Optional<ConditionPart> part(
      Condition condition,
      TableContents contents,
      Function<String, @Nullable ColumnChunkMetaData> chunks) {
    if (condition.columns().size() != 1) {
      return Optional.empty();
    }
    String column = condition.columns().iterator().next();
    ColumnChunkMetaData chunk = chunks.apply(column);
    Optional<TableColumn> known = contents.findColumn(column);
    return chunk == null || known.isEmpty() || !isRead(known.get())
        ? Optional.empty()
        : ValueTests.of(condition, chunk.getPrimitiveType(), known.get().type())
            .map(test -> new ConditionPart(condition, chunk, test));
  }

  /** Whether the values of a column are those of its chunk. */
  private static boolean isRead(TableColumn column) {
    return column.isContent() && column.ifAbsent().isEmpty();
  }
}

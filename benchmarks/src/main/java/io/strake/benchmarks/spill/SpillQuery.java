/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.spill;

import io.strake.benchmarks.generated.GeneratedRows;
import java.util.Locale;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A query whose operator keeps all rows, and what its rows must be. */
enum SpillQuery {
  /** Hash join of two inputs that are as large together as those of the others. */
  JOIN(2, 1, SpillQuery.JOINED) {
    @Override
    boolean isRight(VectorSchemaRoot batch, int row, long key, long position, RowCheck check) {
      return isJoined(batch, row, key, check);
    }
  },
  /** Hash join of two inputs each of which is as large as those of the others. */
  BIGJOIN(2, 2, SpillQuery.JOINED) {
    @Override
    boolean isRight(VectorSchemaRoot batch, int row, long key, long position, RowCheck check) {
      return isJoined(batch, row, key, check);
    }
  },
  /** As many groups as rows. */
  GROUP(1, 1, "SELECT k, SUM(v) AS v, s, COUNT(*) AS c FROM a GROUP BY k, s") {
    @Override
    boolean isRight(VectorSchemaRoot batch, int row, long key, long position, RowCheck check) {
      return check.hasText(check.first(), key, text(batch, 2), row) && number(batch, 3, row) == 1;
    }
  },
  /** Sort of everything. */
  SORT(1, 1, "SELECT k, v, s FROM a ORDER BY k") {
    @Override
    boolean isRight(VectorSchemaRoot batch, int row, long key, long position, RowCheck check) {
      return key == position && check.hasText(check.first(), key, text(batch, 2), row);
    }
  },
  /** Window over 1,024 large partitions. */
  WINDOW(1, 1, "SELECT k, v, s, ROW_NUMBER() OVER (PARTITION BY g ORDER BY k) AS n FROM a") {
    @Override
    boolean isRight(VectorSchemaRoot batch, int row, long key, long position, RowCheck check) {
      return number(batch, 3, row) == key / GeneratedRows.GROUPS + 1
          && check.hasText(check.first(), key, text(batch, 2), row);
    }
  };

  private static final String JOINED = "SELECT a.k, a.v, b.v AS w, b.s FROM a JOIN b ON a.k = b.k";

  private final int inputs;
  private final int times;
  private final String sql;

  SpillQuery(int inputs, int times, String sql) {
    this.inputs = inputs;
    this.times = times;
    this.sql = sql;
  }

  /** Returns how many tables it reads. */
  int inputs() {
    return inputs;
  }

  /** Returns how many times as much as the others it reads. */
  int times() {
    return times;
  }

  String sql() {
    return sql;
  }

  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns whether the columns after {@code k} and {@code v} are right.
   *
   * @param position number of rows before this one
   */
  abstract boolean isRight(
      VectorSchemaRoot batch, int row, long key, long position, RowCheck check);

  /** Returns a whole number, which sums have as a decimal. */
  static long number(VectorSchemaRoot batch, int column, int row) {
    FieldVector vector = batch.getVector(column);
    return vector instanceof DecimalVector decimals
        ? decimals.getObject(row).longValueExact()
        : ((BigIntVector) vector).get(row);
  }

  private static boolean isJoined(VectorSchemaRoot batch, int row, long key, RowCheck check) {
    return number(batch, 2, row) == check.second().value(key)
        && check.hasText(check.second(), key, text(batch, 3), row);
  }

  private static VarCharVector text(VectorSchemaRoot batch, int column) {
    return (VarCharVector) batch.getVector(column);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.postgres;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/**
 * The table through a result set of the JDBC driver into Arrow vectors: with a cursor, in binary,
 * with the getter for each column that makes the fewest objects. Not thread-safe.
 */
final class CursorRead implements AutoCloseable {
  private static final int FETCH_ROWS = 10_000;
  private static final int BATCH_ROWS = 16_000;
  private static final OffsetDateTime EPOCH = OffsetDateTime.parse("1970-01-01T00:00:00Z");

  private final BufferAllocator allocator = new RootAllocator();
  private final BigIntVector id = new BigIntVector("id", allocator);
  private final IntVector device = new IntVector("device", allocator);
  private final DecimalVector amount = new DecimalVector("amount", allocator, 12, 2);
  private final VarCharVector label = new VarCharVector("label", allocator);
  private final DateDayVector day = new DateDayVector("day", allocator);
  private final TimeStampMicroTZVector takenAt =
      new TimeStampMicroTZVector("taken_at", allocator, "UTC");
  private final BitVector valid = new BitVector("valid", allocator);
  private final Float8Vector ratio = new Float8Vector("ratio", allocator);
  private final VectorSchemaRoot batch =
      VectorSchemaRoot.of(id, device, amount, label, day, takenAt, valid, ratio);
  private final Connection connection;
  private final String sql;

  CursorRead(String url, String user, String sql) throws SQLException {
    this.sql = sql;
    this.connection = DriverManager.getConnection(url + "?binaryTransfer=true", user, "");
    connection.setAutoCommit(false); // without a transaction there is no cursor
  }

  /** Reads all rows. */
  ReadResult run() throws SQLException {
    ReadResult read = ReadResult.NONE;
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (fill(rows)) {
          read = read.plus(batch.getRowCount(), amount);
        }
      }
    }
    connection.rollback();
    return read;
  }

  private boolean fill(ResultSet rows) throws SQLException {
    List.of(id, device, amount, label, day, takenAt, valid, ratio)
        .forEach(
            vector -> {
              vector.clear();
              vector.setInitialCapacity(BATCH_ROWS);
              vector.allocateNew();
            });
    int row = 0;
    while (row < BATCH_ROWS && rows.next()) {
      id.set(row, rows.getLong(1));
      device.set(row, rows.getInt(2));
      BigDecimal decimal = rows.getBigDecimal(3);
      amount.set(row, decimal);
      label.setSafe(row, rows.getString(4).getBytes(StandardCharsets.UTF_8));
      day.set(row, (int) rows.getObject(5, LocalDate.class).toEpochDay());
      takenAt.set(row, ChronoUnit.MICROS.between(EPOCH, rows.getObject(6, OffsetDateTime.class)));
      valid.set(row, rows.getBoolean(7) ? 1 : 0);
      ratio.set(row, rows.getDouble(8));
      row++;
    }
    batch.setRowCount(row);
    return row > 0;
  }

  @Override
  public void close() throws SQLException {
    try (allocator;
        connection;
        batch) {
      // all are closed, each also if another one fails
    }
  }
}

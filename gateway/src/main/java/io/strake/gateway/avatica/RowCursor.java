/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.engine.QueryResult;
import io.strake.planner.arrow.RowValue;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the rows of a result, in Avatica's representation: days for dates, milliseconds for
 * times and timestamps, bytes for binary, lists for arrays.
 *
 * <p>Not thread-safe. Does not own the result.
 */
final class RowCursor {
  private final QueryResult result;
  private final RelDataType rowType;
  private final ZoneId timeZone;

  private List<RowValue> columns = List.of();
  private int row;
  private int rowCount;
  private long rowBytes;

  /**
   * Creates a cursor before the first row.
   *
   * @param timeZone zone in which instants are shown
   */
  RowCursor(QueryResult result, RelDataType rowType, ZoneId timeZone) {
    this.result = result;
    this.rowType = rowType;
    this.timeZone = timeZone;
  }

  /** Moves to a row that has not been read yet; false at the end. Loads a batch if it must. */
  boolean hasNext() {
    while (row == rowCount) {
      if (!result.next()) {
        return false;
      }
      open(result.batch());
    }
    return true;
  }

  /** Returns the row that {@link #hasNext} moved to. */
  List<@Nullable Object> next() {
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (RowValue column : columns) {
      values.add(column.at(row));
    }
    row++;
    return values;
  }

  /** Returns about how many bytes a row of the batch at hand takes. */
  long rowBytes() {
    return rowBytes;
  }

  private void open(VectorSchemaRoot batch) {
    row = 0;
    rowCount = batch.getRowCount();
    rowBytes = 0;
    List<RowValue> readers = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      FieldVector vector = batch.getVector(field.getIndex());
      RowValue value = RowValue.internal(vector, field.getType());
      readers.add(at -> serial(value.at(at), field.getType()));
      rowBytes += vector.getBufferSize() / Math.max(1, rowCount) + Long.BYTES;
    }
    columns = readers;
  }

  private @Nullable Object serial(@Nullable Object value, RelDataType type) {
    if (value instanceof ByteString bytes) {
      return bytes.getBytes();
    } else if (value instanceof List<?> items && type.getComponentType() != null) {
      List<@Nullable Object> converted = new ArrayList<>(items.size());
      items.forEach(item -> converted.add(serial(item, type.getComponentType())));
      return converted;
    } else if (value instanceof Long millis
        && type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
      return millis
          + timeZone.getRules().getOffset(Instant.ofEpochMilli(millis)).getTotalSeconds() * 1000L;
    }
    return value;
  }
}

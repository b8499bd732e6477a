/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Result set whose timestamps keep their microseconds; Avatica's own cuts them to milliseconds.
 *
 * <p>Also gives timestamps as {@link LocalDateTime}, {@link OffsetDateTime} and {@link Instant}.
 * Not thread-safe.
 */
final class EngineResultSet extends AvaticaResultSet {
  /** Text form of PostgreSQL: a space between date and time, no trailing zeros. */
  private static final DateTimeFormatter TEXT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern(" HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter();

  EngineResultSet(
      AvaticaStatement statement,
      QueryState state,
      Meta.Signature signature,
      ResultSetMetaData metaData,
      TimeZone timeZone,
      Meta.@Nullable Frame firstFrame)
      throws SQLException {
    super(statement, state, signature, metaData, timeZone, firstFrame);
  }

  @Override
  public @Nullable Timestamp getTimestamp(int column) throws SQLException {
    return value(column) instanceof Timestamp timestamp ? timestamp : super.getTimestamp(column);
  }

  @Override
  public @Nullable Timestamp getTimestamp(String label) throws SQLException {
    return getTimestamp(findColumn(label));
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    if (value(column) instanceof Timestamp timestamp) {
      return isInstant(column)
          ? TEXT.format(timestamp.toInstant().atOffset(ZoneOffset.UTC)) + "+00"
          : TEXT.format(timestamp.toLocalDateTime());
    }
    return super.getString(column);
  }

  @Override
  public @Nullable String getString(String label) throws SQLException {
    return getString(findColumn(label));
  }

  @Override
  public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
    if (value(column) instanceof Timestamp timestamp) {
      if (type == LocalDateTime.class) {
        return type.cast(timestamp.toLocalDateTime());
      } else if (type == Instant.class) {
        return type.cast(timestamp.toInstant());
      } else if (type == OffsetDateTime.class) {
        return type.cast(timestamp.toInstant().atOffset(ZoneOffset.UTC));
      }
    }
    return super.getObject(column, type);
  }

  @Override
  public <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
    return getObject(findColumn(label), type);
  }

  @Override
  public @Nullable Object getObject(int column) throws SQLException {
    return value(column) instanceof Timestamp timestamp ? timestamp : super.getObject(column);
  }

  @Override
  public @Nullable Object getObject(String label) throws SQLException {
    return getObject(findColumn(label));
  }

  /** Returns the value as the cursor has it; Avatica's getObject shifts and cuts timestamps. */
  private @Nullable Object value(int column) throws SQLException {
    checkOpen();
    return column < 1 || column > accessorList.size()
        ? null // the superclass reports it
        : accessorList.get(column - 1).getObject();
  }

  private boolean isInstant(int column) {
    return columnMetaDataList
        .get(column - 1)
        .type
        .name
        .equals(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE.getName());
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
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

  /** The same with the offset of the session's zone. */
  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().append(TEXT).appendOffset("+HH:mm", "+00").toFormatter();

  /** SQLSTATE of a warning: no more result rows are given than were asked for. */
  private static final String ROWS_LEFT_OUT = "0100C";

  private final ZoneId zone;
  private final long maxRows;
  private long rows;
  private boolean truncated;
  private @Nullable SQLWarning warning;

  EngineResultSet(
      AvaticaStatement statement,
      QueryState state,
      Meta.Signature signature,
      ResultSetMetaData metaData,
      TimeZone timeZone,
      Meta.@Nullable Frame firstFrame,
      ZoneId zone,
      long maxRows)
      throws SQLException {
    super(statement, state, signature, metaData, timeZone, firstFrame);
    this.zone = zone;
    this.maxRows = maxRows;
  }

  /** Moves to the next row; leaves out those beyond the limit, with a warning. */
  @Override
  public boolean next() throws SQLException {
    if (truncated || !super.next()) {
      return false;
    }
    truncated = maxRows > 0 && rows == maxRows;
    if (truncated) {
      warning =
          new SQLWarning(
              "jdbc:strake: more rows than the limit of " + maxRows + "; the rest is left out",
              ROWS_LEFT_OUT);
      return false;
    }
    rows++;
    return true;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return warning;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
    warning = null;
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
  public @Nullable Date getDate(int column) throws SQLException {
    return value(column) instanceof Date date ? date : super.getDate(column);
  }

  @Override
  public @Nullable Date getDate(String label) throws SQLException {
    return getDate(findColumn(label));
  }

  @Override
  public @Nullable Time getTime(int column) throws SQLException {
    return value(column) instanceof Time time ? time : super.getTime(column);
  }

  @Override
  public @Nullable Time getTime(String label) throws SQLException {
    return getTime(findColumn(label));
  }

  @Override
  public @Nullable String getString(int column) throws SQLException {
    if (value(column) instanceof Timestamp timestamp) {
      return isInstant(column)
          ? INSTANT.format(timestamp.toInstant().atZone(zone))
          : TEXT.format(timestamp.toLocalDateTime());
    }
    Object value = value(column);
    return value instanceof Date || value instanceof Time
        ? value.toString() // Avatica would shift it into the zone of the connection
        : super.getString(column);
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
        return type.cast(timestamp.toInstant().atZone(zone).toOffsetDateTime());
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

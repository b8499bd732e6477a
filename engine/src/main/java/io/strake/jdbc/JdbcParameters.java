/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.DataContext;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement: what JDBC says of them, and their values for the engine. */
final class JdbcParameters {
  private JdbcParameters() {}

  /** Returns the parameters as {@code getParameterMetaData} describes them. */
  static List<AvaticaParameter> describe(List<RelDataType> types) {
    List<AvaticaParameter> parameters = new ArrayList<>();
    for (RelDataType type : types) {
      int jdbcType = ColumnTypes.jdbcType(type);
      parameters.add(
          new AvaticaParameter(
              SqlTypeName.NUMERIC_TYPES.contains(type.getSqlTypeName()),
              Math.max(0, type.getPrecision()),
              Math.max(0, type.getScale()),
              jdbcType,
              type.getSqlTypeName().getName(),
              className(type),
              "$" + (parameters.size() + 1)));
    }
    return parameters;
  }

  private static String className(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Boolean.class.getName();
      case TINYINT, SMALLINT, INTEGER -> Integer.class.getName();
      case BIGINT -> Long.class.getName();
      case DECIMAL -> BigDecimal.class.getName();
      case REAL -> Float.class.getName();
      case FLOAT, DOUBLE -> Double.class.getName();
      case BINARY, VARBINARY -> byte[].class.getName();
      case DATE -> Date.class.getName();
      case TIME -> Time.class.getName();
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Timestamp.class.getName();
      default -> String.class.getName();
    };
  }

  /** Returns the bound values of an execution. */
  static List<@Nullable Object> values(DataContext data, List<RelDataType> types) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (!(data.get("?" + i) instanceof BoundValue bound)) {
        throw StrakeException.of(
            ErrorCode.WRONG_PARAMETERS,
            "query: parameter %d has no value; prepare the statement and bind one value for each '?'",
            i + 1);
      }
      values.add(value(bound, types.get(i)));
    }
    return values;
  }

  private static @Nullable Object value(BoundValue bound, RelDataType type) {
    Object value = bound.value();
    if (value instanceof Timestamp time) {
      return timestamp(time, type, bound);
    } else if (value instanceof Date date) {
      return bound.calendar() == null
          ? date.toLocalDate()
          : local(date.getTime(), bound).toLocalDate();
    } else if (value instanceof Time time) {
      return local(time.getTime(), bound).toLocalTime();
    } else if (value instanceof java.util.Date date) {
      return timestamp(new Timestamp(date.getTime()), type, bound);
    } else if (value instanceof String text) {
      return parse(text, bound.sqlType());
    } else if (value instanceof Character || value instanceof UUID) {
      return value.toString();
    }
    return value;
  }

  private static Object timestamp(Timestamp time, RelDataType type, BoundValue bound) {
    if (type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE) {
      return time.toInstant();
    }
    return bound.calendar() == null
        ? time.toLocalDateTime()
        : LocalDateTime.ofInstant(time.toInstant(), zone(bound));
  }

  private static LocalDateTime local(long millis, BoundValue bound) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone(bound));
  }

  private static ZoneId zone(BoundValue bound) {
    return bound.calendar() == null
        ? ZoneId.systemDefault()
        : bound.calendar().getTimeZone().toZoneId();
  }

  /** Reads a text as the type that the client named in {@code setObject}. */
  private static Object parse(String text, int sqlType) {
    try {
      return switch (sqlType) {
        case Types.TINYINT,
            Types.SMALLINT,
            Types.INTEGER,
            Types.BIGINT,
            Types.DECIMAL,
            Types.NUMERIC ->
            new BigDecimal(text);
        case Types.REAL, Types.FLOAT, Types.DOUBLE -> Double.valueOf(text);
        case Types.DATE -> LocalDate.parse(text);
        case Types.TIME -> LocalTime.parse(text);
        case Types.TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
        case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.parse(text.replace(' ', 'T'));
        default -> text;
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.DATA_EXCEPTION,
          "jdbc:strake: the text bound to a parameter cannot be read as JDBC type %d",
          sqlType);
    }
  }
}

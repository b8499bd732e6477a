/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.engine.Catalog;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIntervalQualifier;

/** The mapping of Calcite's types to Avatica's, for the driver and for the Avatica door. */
public final class ColumnTypes {
  private static final int MAX_TIME_PRECISION = 3;

  private ColumnTypes() {}

  /** How dates, times and timestamps are handed to Avatica. */
  public enum Times {
    /** As days and milliseconds, which is how they travel; so their precision is 3. */
    AS_NUMBERS,
    /** As {@code java.sql} objects, which keep their microseconds. */
    AS_OBJECTS
  }

  /**
   * Returns the columns of a result.
   *
   * @throws StrakeException with {@code UNSUPPORTED} if Avatica cannot carry one of them
   */
  public static List<ColumnMetaData> columns(RelDataType rowType, Times times) {
    List<ColumnMetaData> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      columns.add(column(field, times));
    }
    return columns;
  }

  /** Returns the code of {@link Types} that stands for a type. */
  public static int jdbcType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.TIMESTAMP;
      case ROW -> Types.STRUCT;
      default -> type.getSqlTypeName().getJdbcOrdinal();
    };
  }

  private static ColumnMetaData column(RelDataTypeField field, Times times) {
    RelDataType type = field.getType();
    AvaticaType avaticaType = type(field.getName(), type, times);
    return new ColumnMetaData(
        field.getIndex(),
        false,
        true,
        true,
        false,
        type.isNullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        true,
        Math.max(0, type.getPrecision()),
        field.getName(),
        field.getName(),
        null,
        precision(type, times),
        Math.max(0, type.getScale()),
        null,
        Catalog.NAME,
        avaticaType,
        true,
        false,
        false,
        avaticaType.columnClassName());
  }

  private static int precision(RelDataType type, Times times) {
    int precision = Math.max(0, type.getPrecision());
    return switch (type.getSqlTypeName()) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          times == Times.AS_NUMBERS ? Math.min(MAX_TIME_PRECISION, precision) : precision;
      default -> precision;
    };
  }

  private static AvaticaType type(String column, RelDataType type, Times times) {
    boolean objects = times == Times.AS_OBJECTS;
    String name = type.getSqlTypeName().getName();
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> ColumnMetaData.scalar(Types.BOOLEAN, name, Rep.BOOLEAN);
      case TINYINT -> ColumnMetaData.scalar(Types.TINYINT, name, Rep.BYTE);
      case SMALLINT -> ColumnMetaData.scalar(Types.SMALLINT, name, Rep.SHORT);
      case INTEGER -> ColumnMetaData.scalar(Types.INTEGER, name, Rep.INTEGER);
      case BIGINT -> ColumnMetaData.scalar(Types.BIGINT, name, Rep.LONG);
      case REAL -> ColumnMetaData.scalar(Types.REAL, name, Rep.FLOAT);
      case FLOAT -> ColumnMetaData.scalar(Types.FLOAT, name, Rep.DOUBLE);
      case DOUBLE -> ColumnMetaData.scalar(Types.DOUBLE, name, Rep.DOUBLE);
      case DECIMAL -> ColumnMetaData.scalar(Types.DECIMAL, name, Rep.NUMBER);
      // As VARCHAR, because Avatica's CHAR would be padded and other doors would not.
      case CHAR, VARCHAR -> ColumnMetaData.scalar(Types.VARCHAR, name, Rep.STRING);
      case BINARY, VARBINARY -> ColumnMetaData.scalar(Types.VARBINARY, name, Rep.BYTE_STRING);
      case DATE ->
          ColumnMetaData.scalar(Types.DATE, name, objects ? Rep.JAVA_SQL_DATE : Rep.INTEGER);
      case TIME ->
          ColumnMetaData.scalar(Types.TIME, name, objects ? Rep.JAVA_SQL_TIME : Rep.INTEGER);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ColumnMetaData.scalar(Types.TIMESTAMP, name, objects ? Rep.JAVA_SQL_TIMESTAMP : Rep.LONG);
      case NULL -> ColumnMetaData.scalar(Types.NULL, name, Rep.OBJECT);
      case ARRAY -> array(column, type);
      default -> interval(column, type);
    };
  }

  private static AvaticaType array(String column, RelDataType type) {
    RelDataType component = type.getComponentType();
    if (component == null) {
      throw unsupported(column, type);
    }
    AvaticaType item = type(column, component, Times.AS_NUMBERS);
    return ColumnMetaData.array(item(item), item.name + " ARRAY", Rep.ARRAY);
  }

  /** Returns a component type; JSON knows but one kind of number, so its values are any Number. */
  private static AvaticaType item(AvaticaType type) {
    return switch (type.rep) {
      case BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE ->
          ColumnMetaData.scalar(type.id, type.name, Rep.NUMBER);
      default -> type;
    };
  }

  private static AvaticaType interval(String column, RelDataType type) {
    SqlIntervalQualifier qualifier = type.getIntervalQualifier();
    if (qualifier == null) {
      throw unsupported(column, type);
    }
    String name = "INTERVAL_" + qualifier.timeUnitRange.name();
    return ColumnMetaData.scalar(
        Types.OTHER, name, qualifier.isYearMonth() ? Rep.INTEGER : Rep.LONG);
  }

  private static StrakeException unsupported(String column, RelDataType type) {
    return StrakeException.of(
        ErrorCode.UNSUPPORTED,
        "avatica: column '%s' of type %s cannot be sent; select its fields, or use Flight SQL",
        column,
        type.getSqlTypeName());
  }
}

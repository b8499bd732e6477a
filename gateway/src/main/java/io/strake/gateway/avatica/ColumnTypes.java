/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

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

/**
 * The mapping of Calcite's types to Avatica's.
 *
 * <p>Times and timestamps travel as milliseconds, so their precision is 3 here.
 */
final class ColumnTypes {
  private static final int MAX_TIME_PRECISION = 3;

  private ColumnTypes() {}

  /**
   * Returns the columns of a result.
   *
   * @throws StrakeException with {@code UNSUPPORTED} if Avatica cannot carry one of them
   */
  static List<ColumnMetaData> columns(RelDataType rowType) {
    List<ColumnMetaData> columns = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      columns.add(column(field));
    }
    return columns;
  }

  /** Returns the code of {@link Types} that stands for a type. */
  static int jdbcType(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.TIMESTAMP;
      case ROW -> Types.STRUCT;
      default -> type.getSqlTypeName().getJdbcOrdinal();
    };
  }

  private static ColumnMetaData column(RelDataTypeField field) {
    RelDataType type = field.getType();
    AvaticaType avaticaType = type(field.getName(), type);
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
        precision(type),
        Math.max(0, type.getScale()),
        null,
        Catalog.NAME,
        avaticaType,
        true,
        false,
        false,
        avaticaType.columnClassName());
  }

  private static int precision(RelDataType type) {
    int precision = Math.max(0, type.getPrecision());
    return switch (type.getSqlTypeName()) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          Math.min(MAX_TIME_PRECISION, precision);
      default -> precision;
    };
  }

  private static AvaticaType type(String column, RelDataType type) {
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
      case DATE -> ColumnMetaData.scalar(Types.DATE, name, Rep.INTEGER);
      case TIME -> ColumnMetaData.scalar(Types.TIME, name, Rep.INTEGER);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          ColumnMetaData.scalar(Types.TIMESTAMP, name, Rep.LONG);
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
    AvaticaType item = type(column, component);
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

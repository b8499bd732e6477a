/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.type.StrakeTypeSystem;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The mapping between Calcite's types and Arrow's, in both directions.
 *
 * <pre>
 *   BOOLEAN                         Bool
 *   TINYINT SMALLINT INTEGER BIGINT Int8 Int16 Int32 Int64, signed
 *   REAL; FLOAT DOUBLE              Float32; Float64
 *   DECIMAL(p, s)                   Decimal128(p, s)
 *   CHAR VARCHAR                    Utf8
 *   BINARY VARBINARY                Binary
 *   DATE                            Date32 (days)
 *   TIME                            Time64 (microseconds)
 *   TIMESTAMP                       Timestamp (microseconds, no zone)
 *   TIMESTAMP WITH LOCAL TIME ZONE  Timestamp (microseconds, UTC)
 *   INTERVAL YEAR TO MONTH          Interval (months)
 *   INTERVAL DAY TO SECOND          Duration (microseconds)
 *   t ARRAY                         List of t
 *   ROW(...)                        Struct
 *   NULL                            Null
 * </pre>
 */
public final class ArrowTypes {
  private static final String UTC = "UTC";

  private ArrowTypes() {}

  /**
   * Returns the schema of a row type.
   *
   * @throws StrakeException if a column has a type that Arrow cannot carry
   */
  public static Schema toSchema(RelDataType rowType) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      fields.add(toField(field.getName(), field.getType()));
    }
    return new Schema(fields);
  }

  /** Returns the field of a column; see {@link #toSchema}. */
  public static Field toField(String name, RelDataType type) {
    List<Field> children =
        switch (type.getSqlTypeName()) {
          case ARRAY -> List.of(toField("item", component(name, type)));
          case ROW -> toSchema(type).getFields();
          default -> List.of();
        };
    return new Field(
        name, new FieldType(type.isNullable(), toArrowType(name, type), null), children);
  }

  /** Returns whether {@link #toField} can express a type. */
  public static boolean isSupported(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY -> type.getComponentType() != null && isSupported(type.getComponentType());
      case ROW -> type.getFieldList().stream().allMatch(field -> isSupported(field.getType()));
      case BOOLEAN,
          TINYINT,
          SMALLINT,
          INTEGER,
          BIGINT,
          REAL,
          FLOAT,
          DOUBLE,
          DECIMAL,
          CHAR,
          VARCHAR,
          BINARY,
          VARBINARY,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          NULL ->
          true;
      default -> SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName());
    };
  }

  /**
   * Returns the Calcite type of an Arrow field, with the field's nullability.
   *
   * @throws StrakeException if the type has no counterpart
   */
  public static RelDataType toRelDataType(Field field, RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(
        toRelDataTypeNotNull(field, factory), field.isNullable());
  }

  private static RelDataType component(String name, RelDataType type) {
    RelDataType component = type.getComponentType();
    if (component == null) {
      throw unsupported(name, type.toString());
    }
    return component;
  }

  private static ArrowType toArrowType(String name, RelDataType type) {
    SqlTypeName typeName = type.getSqlTypeName();
    return switch (typeName) {
      case BOOLEAN -> ArrowType.Bool.INSTANCE;
      case TINYINT -> new ArrowType.Int(8, true);
      case SMALLINT -> new ArrowType.Int(16, true);
      case INTEGER -> new ArrowType.Int(32, true);
      case BIGINT -> new ArrowType.Int(64, true);
      case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
      case FLOAT, DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
      case DECIMAL -> new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128);
      case CHAR, VARCHAR -> ArrowType.Utf8.INSTANCE;
      case BINARY, VARBINARY -> ArrowType.Binary.INSTANCE;
      case DATE -> new ArrowType.Date(DateUnit.DAY);
      case TIME -> new ArrowType.Time(TimeUnit.MICROSECOND, 64);
      case TIMESTAMP -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, null);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> new ArrowType.Timestamp(TimeUnit.MICROSECOND, UTC);
      case ARRAY -> ArrowType.List.INSTANCE;
      case ROW -> ArrowType.Struct.INSTANCE;
      case NULL -> ArrowType.Null.INSTANCE;
      default -> {
        if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(typeName)) {
          yield new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
        }
        if (SqlTypeName.DAY_INTERVAL_TYPES.contains(typeName)) {
          yield new ArrowType.Duration(TimeUnit.MICROSECOND);
        }
        throw unsupported(name, type.toString());
      }
    };
  }

  private static RelDataType toRelDataTypeNotNull(Field field, RelDataTypeFactory factory) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.Bool) {
      return factory.createSqlType(SqlTypeName.BOOLEAN);
    } else if (type instanceof ArrowType.Int integer && integer.getIsSigned()) {
      return factory.createSqlType(
          switch (integer.getBitWidth()) {
            case 8 -> SqlTypeName.TINYINT;
            case 16 -> SqlTypeName.SMALLINT;
            case 32 -> SqlTypeName.INTEGER;
            default -> SqlTypeName.BIGINT;
          });
    } else if (type instanceof ArrowType.FloatingPoint floating) {
      return factory.createSqlType(
          floating.getPrecision() == FloatingPointPrecision.SINGLE
              ? SqlTypeName.REAL
              : SqlTypeName.DOUBLE);
    } else if (type instanceof ArrowType.Decimal decimal
        && decimal.getPrecision() <= StrakeTypeSystem.MAX_DECIMAL_PRECISION) {
      return factory.createSqlType(SqlTypeName.DECIMAL, decimal.getPrecision(), decimal.getScale());
    } else if (type instanceof ArrowType.Utf8) {
      return factory.createSqlType(SqlTypeName.VARCHAR);
    } else if (type instanceof ArrowType.Binary) {
      return factory.createSqlType(SqlTypeName.VARBINARY);
    } else if (type instanceof ArrowType.Date) {
      return factory.createSqlType(SqlTypeName.DATE);
    } else if (type instanceof ArrowType.Time) {
      return factory.createSqlType(SqlTypeName.TIME, StrakeTypeSystem.TIME_PRECISION);
    } else if (type instanceof ArrowType.Timestamp timestamp) {
      return factory.createSqlType(
          timestamp.getTimezone() == null
              ? SqlTypeName.TIMESTAMP
              : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE,
          StrakeTypeSystem.TIME_PRECISION);
    } else if (type instanceof ArrowType.List) {
      return factory.createArrayType(toRelDataType(field.getChildren().get(0), factory), -1);
    } else if (type instanceof ArrowType.Struct) {
      RelDataTypeFactory.Builder builder = factory.builder();
      field.getChildren().forEach(c -> builder.add(c.getName(), toRelDataType(c, factory)));
      return builder.build();
    }
    throw unsupported(field.getName(), type.toString());
  }

  private static StrakeException unsupported(String column, String type) {
    return StrakeException.of(
        ErrorCode.UNSUPPORTED,
        "column '%s': type %s cannot be carried as Arrow; cast it to a type such as VARCHAR",
        column,
        type);
  }
}

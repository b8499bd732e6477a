/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.planner.type.StrakeTypeSystem;
import io.strake.s3.column.ColumnType;
import io.strake.s3.parquet.Conversion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * How a type of Arrow becomes a SQL type, as {@code ParquetType} says it of Parquet's. Immutable.
 *
 * @param sql type of the SQL column
 * @param conversion what happens to the values
 */
public record IpcType(ColumnType sql, Conversion conversion) {
  private static final int UNSIGNED_LONG_DIGITS = 20;
  private static final Set<Integer> WIDTHS = Set.of(8, 16, 32, 64);
  private static final Set<Integer> DECIMAL_WIDTHS = Set.of(32, 64, 128, 256);

  /** Digits that 64 bits hold. */
  static final int LONG_DIGITS = 18;

  /** Returns the SQL type of a column; empty if it cannot be read. */
  public static Optional<ColumnType> sql(Field field) {
    ArrowType type = field.getType();
    if (field.getDictionary() != null && !field.getChildren().isEmpty()) {
      return Optional.empty();
    } else if (isList(type)) {
      return sql(field.getChildren().get(0)).map(ColumnType::array);
    } else if (type instanceof ArrowType.Map) {
      return map(field.getChildren().get(0));
    } else if (type instanceof ArrowType.Struct) {
      return row(field);
    }
    return of(type).map(IpcType::sql);
  }

  /** Returns why a column cannot be read. */
  public static String refusal(Field field) {
    return "it has the type "
        + field.getType()
        + ", which cannot be read; leave it out of the query";
  }

  /** Returns whether a column has nothing but NULLs, whose type does not matter. */
  public static boolean isNothing(Field field) {
    return field.getType() instanceof ArrowType.Null;
  }

  static boolean isList(ArrowType type) {
    return type instanceof ArrowType.List
        || type instanceof ArrowType.LargeList
        || type instanceof ArrowType.FixedSizeList;
  }

  private static Optional<ColumnType> map(Field entries) {
    return row(entries)
        .filter(entry -> entry.members().size() == 2)
        .map(
            entry ->
                ColumnType.array(
                    ColumnType.row(
                        List.of(
                            new ColumnType.Member("key", entry.members().get(0).type()),
                            new ColumnType.Member("value", entry.members().get(1).type())))));
  }

  private static Optional<ColumnType> row(Field field) {
    List<ColumnType.Member> members = new ArrayList<>();
    for (Field child : field.getChildren()) {
      Optional<ColumnType> type = sql(child);
      if (type.isEmpty()) {
        return Optional.empty();
      }
      members.add(new ColumnType.Member(child.getName(), type.get()));
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(ColumnType.row(members));
  }

  /** Returns the type of a column of values; empty if it cannot be read. */
  static Optional<IpcType> of(ArrowType type) {
    if (type instanceof ArrowType.Int integer) {
      return WIDTHS.contains(integer.getBitWidth())
          ? Optional.of(integer(integer))
          : Optional.empty();
    } else if (type instanceof ArrowType.FloatingPoint floating) {
      return Optional.of(floating(floating.getPrecision()));
    } else if (type instanceof ArrowType.Decimal decimal) {
      return decimal(decimal);
    } else if (type instanceof ArrowType.Time time) {
      return of(SqlTypeName.TIME, fraction(time.getUnit(), Conversion.TIME_MILLIS));
    } else if (type instanceof ArrowType.Timestamp timestamp) {
      SqlTypeName name =
          timestamp.getTimezone() == null || timestamp.getTimezone().isEmpty()
              ? SqlTypeName.TIMESTAMP
              : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
      return of(name, fraction(timestamp.getUnit(), Conversion.MILLIS));
    }
    return switch (type.getTypeID()) {
      case Bool -> of(SqlTypeName.BOOLEAN, Conversion.BOOLEAN);
      case Date -> of(SqlTypeName.DATE, Conversion.INT32);
      case Utf8, LargeUtf8, Utf8View -> of(SqlTypeName.VARCHAR, Conversion.TEXT);
      case Binary, LargeBinary, BinaryView, FixedSizeBinary ->
          of(SqlTypeName.VARBINARY, Conversion.BYTES);
      case Null -> of(SqlTypeName.VARCHAR, Conversion.TEXT);
      default -> Optional.empty();
    };
  }

  private static IpcType integer(ArrowType.Int type) {
    boolean isSigned = type.getIsSigned();
    return switch (type.getBitWidth()) {
      case 8 ->
          isSigned
              ? whole(SqlTypeName.TINYINT, Conversion.INT8)
              : whole(SqlTypeName.SMALLINT, Conversion.UINT8_TO_INT16);
      case 16 ->
          isSigned
              ? whole(SqlTypeName.SMALLINT, Conversion.INT16)
              : whole(SqlTypeName.INTEGER, Conversion.UINT16_TO_INT32);
      case 32 ->
          isSigned
              ? whole(SqlTypeName.INTEGER, Conversion.INT32)
              : whole(SqlTypeName.BIGINT, Conversion.UINT32_TO_INT64);
      default ->
          isSigned
              ? whole(SqlTypeName.BIGINT, Conversion.INT64)
              : new IpcType(
                  ColumnType.decimal(UNSIGNED_LONG_DIGITS, 0), Conversion.UINT64_TO_DECIMAL);
    };
  }

  private static IpcType whole(SqlTypeName name, Conversion conversion) {
    return new IpcType(ColumnType.of(name), conversion);
  }

  private static IpcType floating(FloatingPointPrecision precision) {
    return switch (precision) {
      case HALF -> whole(SqlTypeName.REAL, Conversion.FLOAT16);
      case SINGLE -> whole(SqlTypeName.REAL, Conversion.FLOAT);
      case DOUBLE -> whole(SqlTypeName.DOUBLE, Conversion.DOUBLE);
    };
  }

  private static Optional<IpcType> decimal(ArrowType.Decimal type) {
    int precision = type.getPrecision();
    boolean isRead =
        DECIMAL_WIDTHS.contains(type.getBitWidth())
            && precision >= 1
            && precision <= StrakeTypeSystem.MAX_DECIMAL_PRECISION
            && type.getScale() >= 0
            && type.getScale() <= precision;
    Conversion conversion =
        type.getBitWidth() == Integer.SIZE
            ? Conversion.INT32_TO_DECIMAL
            : precision <= LONG_DIGITS || type.getBitWidth() == Long.SIZE
                ? Conversion.INT64_TO_DECIMAL
                : Conversion.BINARY_TO_DECIMAL;
    return isRead
        ? Optional.of(new IpcType(ColumnType.decimal(precision, type.getScale()), conversion))
        : Optional.empty();
  }

  /** Seconds are multiplied when they are loaded. */
  private static Conversion fraction(TimeUnit unit, Conversion ofMillis) {
    return switch (unit) {
      case SECOND, MICROSECOND -> Conversion.INT64;
      case MILLISECOND -> ofMillis;
      case NANOSECOND -> Conversion.NANOS;
    };
  }

  private static Optional<IpcType> of(SqlTypeName name, Conversion conversion) {
    return Optional.of(new IpcType(ColumnType.of(name), conversion));
  }
}

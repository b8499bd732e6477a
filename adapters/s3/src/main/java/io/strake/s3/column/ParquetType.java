/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.Conversion;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/**
 * How a Parquet column becomes a SQL column, after the logical types of the Parquet format
 * specification. Immutable.
 *
 * <p>Nanoseconds are cut off to microseconds, towards the past, as SQL types here have six digits.
 *
 * @param sql type of the SQL column
 * @param conversion what happens to the values
 */
public record ParquetType(ColumnType sql, Conversion conversion) {
  private static final int MAX_DECIMAL_PRECISION = 38;
  private static final int UUID_BYTES = 16;
  private static final int INTERVAL_BYTES = 12;
  private static final int UNSIGNED_LONG_DIGITS = 20;

  /** Returns the type of a column of values; empty if it cannot be read. */
  public static Optional<ParquetType> of(PrimitiveType primitive) {
    LogicalTypeAnnotation annotation = primitive.getLogicalTypeAnnotation();
    // a column of nothing but NULLs
    boolean isUnknown = annotation instanceof LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
    LogicalTypeAnnotation logical = isUnknown ? null : annotation;
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> of(SqlTypeName.BOOLEAN, Conversion.BOOLEAN);
      case INT32 -> int32(logical);
      case INT64 -> int64(logical);
      case INT96 -> of(SqlTypeName.TIMESTAMP, Conversion.INT96);
      case FLOAT -> of(SqlTypeName.REAL, Conversion.FLOAT);
      case DOUBLE -> of(SqlTypeName.DOUBLE, Conversion.DOUBLE);
      case BINARY -> binary(logical);
      case FIXED_LEN_BYTE_ARRAY -> fixed(primitive, logical);
    };
  }

  private static Optional<ParquetType> int32(LogicalTypeAnnotation logical) {
    if (logical == null) {
      return of(SqlTypeName.INTEGER, Conversion.INT32);
    } else if (logical instanceof IntLogicalTypeAnnotation integer) {
      return integer32(integer);
    } else if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return of(SqlTypeName.DATE, Conversion.INT32);
    } else if (logical instanceof TimeLogicalTypeAnnotation) {
      return of(SqlTypeName.TIME, Conversion.TIME_MILLIS);
    } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, Conversion.INT32_TO_DECIMAL);
    }
    return Optional.empty();
  }

  private static Optional<ParquetType> integer32(IntLogicalTypeAnnotation integer) {
    boolean signed = integer.isSigned();
    return switch (integer.getBitWidth()) {
      case 8 ->
          signed
              ? of(SqlTypeName.TINYINT, Conversion.INT8)
              : of(SqlTypeName.SMALLINT, Conversion.UINT8_TO_INT16);
      case 16 ->
          signed
              ? of(SqlTypeName.SMALLINT, Conversion.INT16)
              : of(SqlTypeName.INTEGER, Conversion.UINT16_TO_INT32);
      default ->
          signed
              ? of(SqlTypeName.INTEGER, Conversion.INT32)
              : of(SqlTypeName.BIGINT, Conversion.UINT32_TO_INT64);
    };
  }

  private static Optional<ParquetType> int64(LogicalTypeAnnotation logical) {
    if (logical == null) {
      return of(SqlTypeName.BIGINT, Conversion.INT64);
    } else if (logical instanceof IntLogicalTypeAnnotation integer) {
      return integer.isSigned()
          ? of(SqlTypeName.BIGINT, Conversion.INT64)
          : Optional.of(
              new ParquetType(
                  ColumnType.decimal(UNSIGNED_LONG_DIGITS, 0), Conversion.UINT64_TO_DECIMAL));
    } else if (logical instanceof TimeLogicalTypeAnnotation time) {
      return of(SqlTypeName.TIME, fraction(time.getUnit()));
    } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      return of(
          timestamp.isAdjustedToUTC()
              ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE
              : SqlTypeName.TIMESTAMP,
          fraction(timestamp.getUnit()));
    } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, Conversion.INT64_TO_DECIMAL);
    }
    return Optional.empty();
  }

  private static Conversion fraction(TimeUnit unit) {
    return switch (unit) {
      case MILLIS -> Conversion.MILLIS;
      case MICROS -> Conversion.INT64;
      case NANOS -> Conversion.NANOS;
    };
  }

  private static Optional<ParquetType> binary(LogicalTypeAnnotation logical) {
    if (logical == null
        || logical instanceof LogicalTypeAnnotation.BsonLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.GeometryLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.GeographyLogicalTypeAnnotation) {
      return of(SqlTypeName.VARBINARY, Conversion.BYTES);
    } else if (logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation) {
      return of(SqlTypeName.VARCHAR, Conversion.TEXT);
    } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, Conversion.BINARY_TO_DECIMAL);
    }
    return Optional.empty();
  }

  private static Optional<ParquetType> fixed(
      PrimitiveType primitive, LogicalTypeAnnotation logical) {
    if (logical == null) {
      return of(SqlTypeName.VARBINARY, Conversion.BYTES);
    } else if (logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation
        && primitive.getTypeLength() == UUID_BYTES) {
      return of(SqlTypeName.VARCHAR, Conversion.UUID);
    } else if (logical instanceof LogicalTypeAnnotation.IntervalLogicalTypeAnnotation
        && primitive.getTypeLength() == INTERVAL_BYTES) {
      return of(SqlTypeName.VARCHAR, Conversion.INTERVAL);
    } else if (logical instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation
        && primitive.getTypeLength() == Short.BYTES) {
      return of(SqlTypeName.REAL, Conversion.FLOAT16);
    } else if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(decimal, Conversion.BINARY_TO_DECIMAL);
    }
    return Optional.empty();
  }

  private static Optional<ParquetType> decimal(
      DecimalLogicalTypeAnnotation decimal, Conversion conversion) {
    return decimal.getPrecision() > MAX_DECIMAL_PRECISION
        ? Optional.empty()
        : Optional.of(
            new ParquetType(
                ColumnType.decimal(decimal.getPrecision(), decimal.getScale()), conversion));
  }

  private static Optional<ParquetType> of(SqlTypeName name, Conversion conversion) {
    return Optional.of(new ParquetType(ColumnType.of(name), conversion));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.Conversion;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Reader of the bounds of a column from the statistics of a row group. */
public final class ParquetStatistics {
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private ParquetStatistics() {}

  /**
   * Returns the bounds of a column in a row group.
   *
   * @param type type that the table gives the column; a chunk of a type that it does not hold has
   *     no bounds here
   */
  public static Bounds bounds(BlockMetaData block, String column, ColumnType type) {
    ColumnChunkMetaData chunk = findChunk(block, column);
    if (chunk == null) {
      boolean isNested = block.getColumns().stream().anyMatch(c -> isBelow(c.getPath(), column));
      return isNested ? Bounds.UNKNOWN : Bounds.NULL; // an object without the column has NULLs
    }
    return bounds(chunk.getStatistics(), chunk.getPrimitiveType(), chunk.getValueCount(), type);
  }

  /**
   * Returns the bounds that statistics say.
   *
   * @param primitive type of the values in the object
   * @param count number of values, NULLs included
   * @param type type that the table gives the column
   */
  public static Bounds bounds(
      @Nullable Statistics<?> statistics, PrimitiveType primitive, long count, ColumnType type) {
    Optional<ParquetType> parquetType = ParquetType.of(primitive);
    if (statistics == null || statistics.isEmpty() || parquetType.isEmpty()) {
      return Bounds.UNKNOWN;
    }
    boolean nullsKnown = statistics.isNumNullsSet();
    boolean mayBeNull = !nullsKnown || statistics.getNumNulls() > 0;
    boolean mayBeValue = !nullsKnown || statistics.getNumNulls() < count;
    ColumnType stored = parquetType.get().sql();
    if (!statistics.hasNonNullValue() || !TypeUnion.holds(type, stored)) {
      return new Bounds(null, null, mayBeNull, mayBeValue);
    }
    Conversion conversion = parquetType.get().conversion();
    return new Bounds(
        lower(
            widened(value(statistics.genericGetMin(), conversion, primitive), stored, type), type),
        widened(value(statistics.genericGetMax(), conversion, primitive), stored, type),
        mayBeNull,
        mayBeValue);
  }

  /**
   * The exact least and greatest value of a column in a row group.
   *
   * @param min null if there are only NULLs
   * @param max null if there are only NULLs
   * @param values number of values that are not NULL
   */
  public record Extremes(@Nullable Comparable<?> min, @Nullable Comparable<?> max, long values) {}

  /**
   * Returns the extremes of a column in a row group; empty if they are not known for sure, as those
   * of texts, which writers may cut off, and of floats, which may leave out NaN.
   *
   * @param type type that the table gives the column
   */
  public static Optional<Extremes> extremes(BlockMetaData block, String column, ColumnType type) {
    ColumnChunkMetaData chunk = findChunk(block, column);
    if (chunk == null) {
      boolean isNested = block.getColumns().stream().anyMatch(c -> isBelow(c.getPath(), column));
      return isNested ? Optional.empty() : Optional.of(new Extremes(null, null, 0));
    }
    Statistics<?> statistics = chunk.getStatistics();
    Optional<ParquetType> parquetType = ParquetType.of(chunk.getPrimitiveType());
    if (statistics == null
        || !statistics.isNumNullsSet()
        || parquetType.isEmpty()
        || !TypeUnion.holds(type, parquetType.get().sql())
        || !isExact(parquetType.get().conversion())) {
      return Optional.empty();
    }
    long values = chunk.getValueCount() - statistics.getNumNulls();
    if (values == 0) {
      return Optional.of(new Extremes(null, null, 0));
    } else if (!statistics.hasNonNullValue()) {
      return Optional.empty();
    }
    Comparable<?> min = widened(statistics.genericGetMin(), chunk, parquetType.get(), type);
    Comparable<?> max = widened(statistics.genericGetMax(), chunk, parquetType.get(), type);
    return min == null || max == null
        ? Optional.empty()
        : Optional.of(new Extremes(min, max, values));
  }

  private static @Nullable Comparable<?> widened(
      Object value, ColumnChunkMetaData chunk, ParquetType stored, ColumnType type) {
    return widened(value(value, stored.conversion(), chunk.getPrimitiveType()), stored.sql(), type);
  }

  /** Returns a value in a wider type; null if it is not known or beyond it. */
  private static @Nullable Comparable<?> widened(
      @Nullable Comparable<?> value, ColumnType stored, ColumnType type) {
    if (stored.name() != SqlTypeName.DATE || type.name() == SqlTypeName.DATE) {
      return value; // numbers compare whatever their types are
    }
    return value instanceof Long days && Math.abs(days) <= Long.MAX_VALUE / MICROS_PER_DAY
        ? (Comparable<?>) (days * MICROS_PER_DAY)
        : null;
  }

  /** Returns whether a row group has no chunk of a column, nor of a part of it. */
  public static boolean isAbsent(BlockMetaData block, String column) {
    return block.getColumns().stream().noneMatch(chunk -> isBelow(chunk.getPath(), column));
  }

  /** Returns how many values are not NULL, if it is known. */
  public static OptionalLong values(BlockMetaData block, String column) {
    ColumnChunkMetaData chunk = findChunk(block, column);
    if (chunk == null) {
      boolean isNested = block.getColumns().stream().anyMatch(c -> isBelow(c.getPath(), column));
      return isNested ? OptionalLong.empty() : OptionalLong.of(0);
    }
    Statistics<?> statistics = chunk.getStatistics();
    return statistics == null || !statistics.isNumNullsSet()
        ? OptionalLong.empty()
        : OptionalLong.of(chunk.getValueCount() - statistics.getNumNulls());
  }

  private static boolean isExact(Conversion conversion) {
    return switch (conversion) {
      case BOOLEAN,
          INT8,
          INT16,
          INT32,
          INT64,
          UINT8_TO_INT16,
          UINT16_TO_INT32,
          UINT32_TO_INT64,
          UINT64_TO_DECIMAL,
          TIME_MILLIS,
          MILLIS,
          NANOS,
          INT32_TO_DECIMAL,
          INT64_TO_DECIMAL ->
          true;
      case FLOAT, FLOAT16, DOUBLE, INT96, BINARY_TO_DECIMAL, TEXT, BYTES, UUID, INTERVAL -> false;
    };
  }

  /** Returns the chunk of a column that is not nested; null if there is none. */
  public static @Nullable ColumnChunkMetaData findChunk(BlockMetaData block, String column) {
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      if (isFlat(chunk) && chunk.getPath().toArray()[0].equals(column)) {
        return chunk;
      }
    }
    return null;
  }

  /** Returns whether a chunk has one value for each row. */
  public static boolean isFlat(ColumnChunkMetaData chunk) {
    return chunk.getPath().size() == 1
        && !chunk.getPrimitiveType().isRepetition(Type.Repetition.REPEATED);
  }

  private static boolean isBelow(ColumnPath path, String column) {
    return path.toArray()[0].equals(column);
  }

  /** Some engines keep milliseconds only, so the lower bound of a time must hold for those too. */
  private static @Nullable Comparable<?> lower(@Nullable Comparable<?> value, ColumnType type) {
    return type.isCoarse() && value instanceof Long micros
        ? micros(Math.floorDiv(micros, MICROS_PER_MILLI))
        : value;
  }

  /** Returns microseconds; null if there are too many, as with the infinity of some writers. */
  private static @Nullable Long micros(long millis) {
    boolean fits = Math.abs(millis) <= Long.MAX_VALUE / MICROS_PER_MILLI;
    return fits ? (Long) (millis * MICROS_PER_MILLI) : null;
  }

  private static @Nullable Comparable<?> value(
      Object value, Conversion conversion, PrimitiveType type) {
    return switch (conversion) {
      case BOOLEAN -> (Boolean) value;
      case INT8, INT16, UINT8_TO_INT16, UINT16_TO_INT32 ->
          BigDecimal.valueOf(((Number) value).longValue());
      case INT32 ->
          isDate(type)
              ? (Comparable<?>) ((Number) value).longValue()
              : BigDecimal.valueOf(((Number) value).longValue());
      case INT64 ->
          isTemporal(type)
              ? (Comparable<?>) ((Number) value).longValue()
              : BigDecimal.valueOf(((Number) value).longValue());
      case UINT32_TO_INT64 -> BigDecimal.valueOf(Integer.toUnsignedLong((Integer) value));
      case UINT64_TO_DECIMAL -> new BigDecimal(Long.toUnsignedString((Long) value));
      case FLOAT, DOUBLE -> finite(((Number) value).doubleValue());
      case TIME_MILLIS, MILLIS -> micros(((Number) value).longValue());
      case NANOS -> Math.floorDiv((Long) value, NANOS_PER_MICRO);
      case INT32_TO_DECIMAL, INT64_TO_DECIMAL ->
          BigDecimal.valueOf(((Number) value).longValue(), scale(type));
      case BINARY_TO_DECIMAL ->
          new BigDecimal(new BigInteger(((Binary) value).getBytes()), scale(type));
      case TEXT -> text((Binary) value);
      case INT96, FLOAT16, BYTES, UUID, INTERVAL -> null;
    };
  }

  private static boolean isDate(PrimitiveType type) {
    return type.getLogicalTypeAnnotation()
        instanceof org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
  }

  private static boolean isTemporal(PrimitiveType type) {
    return ParquetType.of(type).map(t -> t.sql().name() != SqlTypeName.BIGINT).orElse(false);
  }

  private static int scale(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
        ? decimal.getScale()
        : 0;
  }

  private static @Nullable BigDecimal finite(double value) {
    return Double.isFinite(value) ? new BigDecimal(value) : null;
  }

  /** A bound may be cut off within a character; it is then no text and no bound. */
  private static @Nullable Text text(Binary value) {
    byte[] bytes = value.getBytes();
    String text = new String(bytes, StandardCharsets.UTF_8);
    return java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
        ? new Text(text)
        : null;
  }
}

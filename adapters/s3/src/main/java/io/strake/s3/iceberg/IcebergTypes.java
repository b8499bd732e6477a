/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.column.ColumnType;
import io.strake.s3.column.TableColumn;
import io.strake.s3.column.Text;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * Columns and values of Iceberg as those of SQL, after "Schemas and Data Types" of the
 * specification of Iceberg tables.
 */
final class IcebergTypes {
  private static final long NANOS_PER_MICRO = 1_000;

  private IcebergTypes() {}

  /** Returns a column of a table. */
  static TableColumn column(Types.NestedField field) {
    return column(field, field.name());
  }

  /** Returns a column of a table under another name. */
  static TableColumn column(Types.NestedField field, String name) {
    Optional<ColumnType> type = type(field.type());
    Optional<String> refusal = Optional.empty();
    if (type.isEmpty()) {
      refusal = Optional.of("it has the type " + field.type() + ", which is not read");
    } else if (hasDefault(field.type())) {
      refusal = Optional.of("it has default values within a nested column, which are not known");
    }
    return new TableColumn(
        name,
        type.orElse(ColumnType.of(SqlTypeName.VARCHAR)),
        field.isOptional() || refusal.isPresent(),
        TableColumn.Origin.CONTENT,
        refusal,
        Optional.ofNullable(known(field.type(), field.initialDefault())));
  }

  private static boolean hasDefault(Type type) {
    return type.isNestedType()
        && type.asNestedType().fields().stream()
            .anyMatch(field -> field.initialDefault() != null || hasDefault(field.type()));
  }

  /** Returns the SQL type of a type; empty if it cannot be read. */
  static Optional<ColumnType> type(Type type) {
    return switch (type.typeId()) {
      case BOOLEAN -> of(SqlTypeName.BOOLEAN);
      case INTEGER -> of(SqlTypeName.INTEGER);
      case LONG -> of(SqlTypeName.BIGINT);
      case FLOAT -> of(SqlTypeName.REAL);
      case DOUBLE -> of(SqlTypeName.DOUBLE);
      case DATE -> of(SqlTypeName.DATE);
      case TIME -> of(SqlTypeName.TIME);
      case TIMESTAMP -> of(timestamp(((Types.TimestampType) type).shouldAdjustToUTC()));
      case TIMESTAMP_NANO -> of(timestamp(((Types.TimestampNanoType) type).shouldAdjustToUTC()));
      case STRING, UUID -> of(SqlTypeName.VARCHAR);
      case FIXED, BINARY -> of(SqlTypeName.VARBINARY);
      case DECIMAL -> {
        Types.DecimalType decimal = (Types.DecimalType) type;
        yield Optional.of(ColumnType.decimal(decimal.precision(), decimal.scale()));
      }
      case STRUCT -> row(type.asStructType().fields());
      case LIST -> type(type.asListType().elementType()).map(ColumnType::array);
      case MAP -> entries(type.asMapType()).map(ColumnType::array);
      default -> Optional.empty();
    };
  }

  private static Optional<ColumnType> of(SqlTypeName name) {
    return Optional.of(ColumnType.of(name));
  }

  private static SqlTypeName timestamp(boolean isInstant) {
    return isInstant ? SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE : SqlTypeName.TIMESTAMP;
  }

  private static Optional<ColumnType> entries(Types.MapType map) {
    return row(map.fields());
  }

  private static Optional<ColumnType> row(List<Types.NestedField> fields) {
    List<ColumnType.Member> members = new ArrayList<>();
    for (Types.NestedField field : fields) {
      Optional<ColumnType> type = type(field.type());
      if (type.isEmpty()) {
        return Optional.empty();
      }
      members.add(new ColumnType.Member(field.name(), type.get()));
    }
    return members.isEmpty() ? Optional.empty() : Optional.of(ColumnType.row(members));
  }

  /**
   * Returns a value in the class that known values have in the adapter; null for NULL, and for
   * values without such a class.
   */
  static @Nullable Comparable<?> known(Type type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return switch (type.typeId()) {
      case BOOLEAN -> (Boolean) value;
      case INTEGER, LONG -> BigDecimal.valueOf(((Number) value).longValue());
      case FLOAT, DOUBLE -> {
        double number = ((Number) value).doubleValue();
        yield Double.isFinite(number) ? new BigDecimal(number) : null;
      }
      case DATE, TIME, TIMESTAMP -> ((Number) value).longValue();
      case TIMESTAMP_NANO -> Math.floorDiv(((Number) value).longValue(), NANOS_PER_MICRO);
      case STRING -> new Text(value.toString());
      case UUID -> new Text(((UUID) value).toString());
      case FIXED, BINARY -> (ByteBuffer) value;
      case DECIMAL -> (BigDecimal) value;
      default -> null;
    };
  }
}

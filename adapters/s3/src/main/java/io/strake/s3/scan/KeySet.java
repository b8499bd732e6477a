/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A set of keys: which rows have one of them, and what that says of a column. Immutable. */
public final class KeySet {
  private final Set<Object> keys;
  private final List<Condition> conditions;

  private KeySet(Set<Object> keys, List<Condition> conditions) {
    this.keys = keys;
    this.conditions = conditions;
  }

  /**
   * Returns whether the values of a type can be keys: not floats, whose equality is a matter of
   * taste.
   */
  public static boolean isKey(ColumnType type) {
    return isExact(type)
        || SqlTypeName.DATETIME_TYPES.contains(type.name())
        || type.name() == SqlTypeName.BOOLEAN
        || type.name() == SqlTypeName.VARCHAR;
  }

  /**
   * Returns the keys of a batch.
   *
   * @param names names of the columns that are compared with the keys
   * @param types their types
   * @throws IllegalArgumentException if the keys are of another type
   */
  public static KeySet of(VectorSchemaRoot batch, List<String> names, List<ColumnType> types) {
    List<FieldVector> vectors = batch.getFieldVectors();
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      check(vectors.get(i), types.get(i));
      conditions.add(condition(vectors.get(i), names.get(i), batch.getRowCount()));
    }
    Set<Object> keys = new HashSet<>();
    for (int row = 0; row < batch.getRowCount(); row++) {
      Object key = key(vectors, row);
      if (key != null) {
        keys.add(key);
      }
    }
    return new KeySet(keys, conditions);
  }

  private static void check(FieldVector vector, ColumnType type) {
    boolean matches =
        switch (type.name()) {
          case BOOLEAN -> vector instanceof BitVector;
          case VARCHAR -> vector instanceof VarCharVector;
          case DATE -> vector instanceof DateDayVector;
          case TIME -> vector instanceof TimeMicroVector;
          case TIMESTAMP -> vector instanceof TimeStampMicroVector;
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> vector instanceof TimeStampMicroTZVector;
          default -> vector instanceof BaseIntVector || vector instanceof DecimalVector;
        };
    if (!matches) {
      throw new IllegalArgumentException(
          "keys of type %s for a column of type %s".formatted(vector.getField().getType(), type));
    }
  }

  private static Condition condition(FieldVector vector, String name, int rows) {
    Set<Comparable<?>> values = new TreeSet<>();
    for (int row = 0; row < rows; row++) {
      if (!vector.isNull(row)) {
        values.add(KnownValue.get(vector, row));
      }
    }
    return new Condition.Any(
        values.stream()
            .<Condition>map(
                value -> new Condition.Comparison(name, Condition.Operator.EQUAL, value))
            .toList());
  }

  /** Returns for each column the condition that its value is one of the keys'. */
  public List<Condition> conditions() {
    return conditions;
  }

  /** Returns whether a row has one of the keys. */
  boolean contains(List<FieldVector> columns, int row) {
    Object key = key(columns, row);
    return key != null && keys.contains(key);
  }

  private static @Nullable Object key(List<FieldVector> columns, int row) {
    if (columns.size() == 1) {
      return part(columns.get(0), row);
    }
    List<Object> key = new ArrayList<>(columns.size());
    for (FieldVector column : columns) {
      Object part = part(column, row);
      if (part == null) {
        return null;
      }
      key.add(part);
    }
    return key;
  }

  /** Returns a value so that equal ones are equal objects, whatever their types; null for NULL. */
  private static @Nullable Object part(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return null;
    } else if (vector instanceof BaseIntVector whole && !isDecimal(vector)) {
      return whole.getValueAsLong(row);
    }
    Comparable<?> value = KnownValue.get(vector, row);
    if (!(value instanceof BigDecimal number)) {
      return value;
    }
    BigDecimal stripped = number.stripTrailingZeros();
    boolean isLong = stripped.scale() <= 0 && stripped.toBigInteger().bitLength() < Long.SIZE;
    return isLong ? (Object) stripped.longValueExact() : stripped;
  }

  private static boolean isDecimal(FieldVector vector) {
    return vector.getField().getType() instanceof ArrowType.Decimal;
  }

  private static boolean isExact(ColumnType type) {
    return SqlTypeName.INT_TYPES.contains(type.name()) || type.name() == SqlTypeName.DECIMAL;
  }
}

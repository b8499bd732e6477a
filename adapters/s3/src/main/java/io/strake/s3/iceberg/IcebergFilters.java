/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.column.Condition;
import io.strake.s3.column.Text;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * Conditions as expressions of Iceberg, by which it leaves out manifests and data files.
 *
 * <p>An expression is true wherever its condition may be, in any engine: what cannot be said so is
 * left out. Zeros of both signs are one number in SQL and two in Iceberg; engines that keep
 * milliseconds only see times as their millisecond.
 */
final class IcebergFilters {
  private static final long MICROS_PER_MILLI = 1_000;

  private final Schema schema;

  IcebergFilters(Schema schema) {
    this.schema = schema;
  }

  /** Returns the expression of a condition; {@code true} if there is none to say. */
  Expression of(Optional<Condition> condition) {
    return condition.map(this::of).orElse(Expressions.alwaysTrue());
  }

  private Expression of(Condition condition) {
    if (condition instanceof Condition.All all) {
      Expression sum = Expressions.alwaysTrue();
      for (Condition part : all.conditions()) {
        sum = Expressions.and(sum, of(part));
      }
      return sum;
    } else if (condition instanceof Condition.Any any) {
      Expression sum = Expressions.alwaysFalse();
      for (Condition part : any.conditions()) {
        sum = Expressions.or(sum, of(part));
      }
      return sum;
    } else if (condition instanceof Condition.NullTest test) {
      if (field(test.column()).isEmpty()) {
        return Expressions.alwaysTrue();
      }
      return test.isNull() ? Expressions.isNull(test.column()) : Expressions.notNull(test.column());
    }
    Condition.Comparison comparison = (Condition.Comparison) condition;
    return field(comparison.column())
        // for Iceberg NULL is less than any value, and not equal to it
        .map(
            field ->
                Expressions.and(
                    Expressions.notNull(field.name()), comparison(comparison, field.type())))
        .orElse(Expressions.alwaysTrue());
  }

  /** Names with a dot are paths for Iceberg. */
  private Optional<Types.NestedField> field(String column) {
    return column.indexOf('.') >= 0
        ? Optional.empty()
        : Optional.ofNullable(schema.asStruct().field(column))
            .filter(field -> field.type().isPrimitiveType());
  }

  private static Expression comparison(Condition.Comparison comparison, Type type) {
    Comparable<?> value = comparison.value();
    return switch (type.typeId()) {
      case BOOLEAN -> value instanceof Boolean ? compare(comparison, value) : all();
      case INTEGER, LONG -> value instanceof BigDecimal number ? whole(comparison, number) : all();
      case DECIMAL ->
          value instanceof BigDecimal number
              ? decimal(comparison, number, ((Types.DecimalType) type).scale())
              : all();
      case FLOAT, DOUBLE ->
          value instanceof BigDecimal number
              ? approximate(comparison, number, type.typeId() == Type.TypeID.FLOAT)
              : all();
      case DATE -> value instanceof Long days ? compare(comparison, Math.toIntExact(days)) : all();
      case TIME, TIMESTAMP -> value instanceof Long micros ? time(comparison, micros) : all();
      case STRING -> value instanceof Text text ? compare(comparison, text.value()) : all();
      default -> all();
    };
  }

  private static Expression all() {
    return Expressions.alwaysTrue();
  }

  private static Expression whole(Condition.Comparison comparison, BigDecimal number) {
    try {
      return compare(comparison, number.longValueExact());
    } catch (ArithmeticException e) {
      return all(); // a fraction, or beyond all numbers of the column
    }
  }

  private static Expression decimal(Condition.Comparison comparison, BigDecimal number, int scale) {
    try {
      return compare(comparison, number.setScale(scale, RoundingMode.UNNECESSARY));
    } catch (ArithmeticException e) {
      return all();
    }
  }

  /** A REAL may be compared as one or as a DOUBLE, so the constant counts as both. */
  private static Expression approximate(
      Condition.Comparison comparison, BigDecimal number, boolean isReal) {
    String column = comparison.column();
    double value = isReal ? number.floatValue() : number.doubleValue();
    if (!Double.isFinite(value)) {
      return all();
    }
    return switch (comparison.operator()) {
      case EQUAL ->
          value == 0
              ? Expressions.and(
                  Expressions.greaterThanOrEqual(column, -0.0),
                  Expressions.lessThanOrEqual(column, 0.0))
              : Expressions.equal(column, value);
      case LESS, LESS_OR_EQUAL -> Expressions.lessThanOrEqual(column, value);
      default -> all();
    };
  }

  private static Expression time(Condition.Comparison comparison, long micros) {
    String column = comparison.column();
    long lastOfMilli =
        Math.floorDiv(micros, MICROS_PER_MILLI) * MICROS_PER_MILLI + MICROS_PER_MILLI - 1;
    boolean isMilli = Math.floorMod(micros, MICROS_PER_MILLI) == 0;
    return switch (comparison.operator()) {
      case EQUAL ->
          Expressions.and(
              Expressions.greaterThanOrEqual(column, micros),
              Expressions.lessThanOrEqual(column, lastOfMilli));
      case LESS ->
          isMilli
              ? Expressions.lessThan(column, micros)
              : Expressions.lessThanOrEqual(column, lastOfMilli);
      case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(column, lastOfMilli);
      case GREATER -> Expressions.greaterThan(column, micros);
      case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(column, micros);
      case NOT_EQUAL -> all();
    };
  }

  private static Expression compare(Condition.Comparison comparison, Object value) {
    String column = comparison.column();
    return switch (comparison.operator()) {
      case EQUAL -> Expressions.equal(column, value);
      case NOT_EQUAL -> Expressions.notEqual(column, value);
      case LESS -> Expressions.lessThan(column, value);
      case LESS_OR_EQUAL -> Expressions.lessThanOrEqual(column, value);
      case GREATER -> Expressions.greaterThan(column, value);
      case GREATER_OR_EQUAL -> Expressions.greaterThanOrEqual(column, value);
    };
  }
}

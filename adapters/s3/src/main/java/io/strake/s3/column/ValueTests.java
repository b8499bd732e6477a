/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.column.Condition.Comparison;
import io.strake.s3.column.Condition.Operator;
import io.strake.s3.parquet.Conversion;
import io.strake.s3.parquet.FloatTest;
import io.strake.s3.parquet.TextTest;
import io.strake.s3.parquet.ValueTest;
import io.strake.s3.parquet.WholeTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on one column as tests of the values that an object stores.
 *
 * <p>A value fails a test only where {@link Condition#mayHold} is false for its bounds: what a page
 * of this one value would be skipped for.
 */
public final class ValueTests {
  /** What no valid text has; bytes that are no text may be read as this. */
  private static final char REPLACEMENT = '\ufffd';

  private static final char MAX_ASCII = 0x7f;

  private ValueTests() {}

  /**
   * Returns the test of a condition on one column; empty if there is none.
   *
   * @param primitive type of the values in the object
   * @param type type that the table gives the column
   */
  public static Optional<ValueTest> of(
      Condition condition, PrimitiveType primitive, ColumnType type) {
    if (condition instanceof Condition.NullTest nulls) {
      return Optional.of(ValueTest.ofNulls(nulls.isNull()));
    }
    List<Comparison> parts = alternatives(condition);
    Optional<ParquetType> stored = ParquetType.of(primitive);
    if (parts.isEmpty() || stored.isEmpty() || !isRead(stored.get().sql(), type)) {
      return Optional.empty();
    }
    Conversion conversion = stored.get().conversion();
    return Optional.ofNullable(
        switch (conversion) {
          case TEXT -> texts(parts);
          case FLOAT, DOUBLE -> floats(parts, conversion == Conversion.FLOAT);
          default ->
              WholeTest.isSupported(conversion)
                  ? WholeRanges.of(parts, primitive, type)
                      .map(ranges -> new WholeTest(conversion, ranges))
                      .orElse(null)
                  : null;
        });
  }

  /** Numbers compare whatever their types are, but days are no microseconds. */
  private static boolean isRead(ColumnType stored, ColumnType type) {
    return TypeUnion.holds(type, stored)
        && (stored.name() != SqlTypeName.DATE || type.name() == SqlTypeName.DATE);
  }

  /** Returns comparisons of one column, of which one must hold; empty if that is not all. */
  private static List<Comparison> alternatives(Condition condition) {
    if (condition instanceof Comparison comparison) {
      return List.of(comparison);
    }
    List<Condition> all = condition instanceof Condition.Any any ? any.conditions() : List.of();
    List<Comparison> parts = new ArrayList<>();
    for (Condition part : all) {
      if (!(part instanceof Comparison comparison)) {
        return List.of();
      }
      parts.add(comparison);
    }
    return parts;
  }

  private static @Nullable ValueTest texts(List<Comparison> parts) {
    List<String> texts = new ArrayList<>();
    for (Comparison part : parts) {
      if (!(part.value() instanceof Text text) || text.value().indexOf(REPLACEMENT) >= 0) {
        return null;
      } else if (part.operator() == Operator.EQUAL) {
        texts.add(text.value());
      } else {
        boolean isTested = parts.size() == 1 && isAscii(text.value());
        return isTested ? beside(text.value(), part.operator()) : null;
      }
    }
    return TextTest.in(texts);
  }

  /** Every byte that is no ASCII is greater, whether it belongs to a text or to none. */
  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c <= MAX_ASCII);
  }

  private static @Nullable ValueTest beside(String bound, Operator operator) {
    return switch (operator) {
      case LESS -> TextTest.beside(bound, true, false);
      case LESS_OR_EQUAL -> TextTest.beside(bound, true, true);
      case GREATER -> TextTest.beside(bound, false, false);
      case GREATER_OR_EQUAL -> TextTest.beside(bound, false, true);
      case EQUAL, NOT_EQUAL -> null;
    };
  }

  private static @Nullable ValueTest floats(List<Comparison> parts, boolean isNarrow) {
    Comparison part = parts.get(0);
    if (parts.size() > 1 || !(part.value() instanceof java.math.BigDecimal number)) {
      return null;
    }
    double bound = number.doubleValue();
    if (!Double.isFinite(bound) || new java.math.BigDecimal(bound).compareTo(number) != 0) {
      return null;
    }
    return switch (part.operator()) {
      case EQUAL -> new FloatTest(isNarrow, bound, bound);
      case LESS -> new FloatTest(isNarrow, Double.NEGATIVE_INFINITY, Math.nextDown(bound));
      case LESS_OR_EQUAL -> new FloatTest(isNarrow, Double.NEGATIVE_INFINITY, bound);
      case GREATER -> new FloatTest(isNarrow, Math.nextUp(bound), Double.POSITIVE_INFINITY);
      case GREATER_OR_EQUAL -> new FloatTest(isNarrow, bound, Double.POSITIVE_INFINITY);
      case NOT_EQUAL -> null;
    };
  }
}

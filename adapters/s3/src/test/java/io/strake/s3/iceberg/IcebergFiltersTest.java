/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.s3.column.Condition;
import io.strake.s3.column.Condition.Operator;
import io.strake.s3.column.Text;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.iceberg.Schema;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** Expressions must be true wherever a condition is, in engines of any precision. */
class IcebergFiltersTest {
  private static final Schema SCHEMA =
      new Schema(
          Types.NestedField.optional(1, "i", Types.IntegerType.get()),
          Types.NestedField.optional(2, "d", Types.DoubleType.get()),
          Types.NestedField.optional(3, "r", Types.FloatType.get()),
          Types.NestedField.optional(4, "dec", Types.DecimalType.of(9, 2)),
          Types.NestedField.optional(5, "ts", Types.TimestampType.withoutZone()),
          Types.NestedField.optional(6, "s", Types.StringType.get()),
          Types.NestedField.optional(7, "a.b", Types.IntegerType.get()));

  private static final double[] DOUBLES = {-1, -0.1, -0.0, 0.0, 0.1, 0.3, 1, 1.5};

  /** A row of one value in each column. */
  private record Row(Object... values) implements StructLike {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public <T> T get(int position, Class<T> type) {
      return type.cast(values[position]);
    }

    @Override
    public <T> void set(int position, T value) {
      throw new UnsupportedOperationException();
    }
  }

  private static boolean eval(Condition condition, Row row) {
    Expression expression = new IcebergFilters(SCHEMA).of(Optional.of(condition));
    return new Evaluator(SCHEMA.asStruct(), expression).eval(row);
  }

  private static boolean holds(Operator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static <T> T oneOf(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  @Test
  void isNeverFalseWhereAConditionHolds() {
    Random random = new Random(9);
    int refuted = 0;
    for (int n = 0; n < 20_000; n++) {
      int i = random.nextInt(5) - 2;
      double d = DOUBLES[random.nextInt(DOUBLES.length)];
      float r = (float) DOUBLES[random.nextInt(DOUBLES.length)];
      BigDecimal dec = BigDecimal.valueOf(random.nextInt(7) - 3, 2);
      long ts = random.nextInt(5_000) - 2_500;
      String s = "s" + random.nextInt(3);
      Row row = new Row(i, d, r, dec, ts, s, i);
      Operator operator = oneOf(random, List.of(Operator.values()));
      // other comparisons with floats are refused before
      Operator approximate =
          oneOf(random, List.of(Operator.EQUAL, Operator.LESS, Operator.LESS_OR_EQUAL));
      BigDecimal number = BigDecimal.valueOf(random.nextInt(9) - 4, random.nextInt(2));
      double wide = DOUBLES[random.nextInt(DOUBLES.length)];
      long time = random.nextInt(5_000) - 2_500;
      String text = "s" + random.nextInt(3);
      refuted += check("i", operator, number, row, BigDecimal.valueOf(i).compareTo(number));
      refuted += check("a.b", operator, number, row, BigDecimal.valueOf(i).compareTo(number));
      refuted += check("dec", operator, number, row, dec.compareTo(number));
      refuted += check("s", operator, new Text(text), row, s.compareTo(text));
      refuted += check("d", approximate, new BigDecimal(wide), row, compare(d, wide));
      refuted +=
          check(
              "r",
              approximate,
              new BigDecimal(wide),
              row,
              compare(r, wide),
              compare(r, (float) wide));
      refuted +=
          check(
              "ts",
              operator,
              time,
              row,
              Long.compare(ts, time),
              Long.compare(Math.floorDiv(ts, 1_000) * 1_000, time));
    }
    assertThat(refuted).isGreaterThan(20_000);
  }

  /** In SQL both zeros are one number. */
  private static int compare(double left, double right) {
    return left == right ? 0 : Double.compare(left, right);
  }

  /** Returns 1 if the condition was refuted, which it may be only if no order makes it true. */
  private static int check(
      String column, Operator operator, Comparable<?> value, Row row, int... orders) {
    boolean mayHold = eval(new Condition.Comparison(column, operator, value), row);
    for (int order : orders) {
      if (holds(operator, order)) {
        assertThat(mayHold).as("%s %s %s in %s", column, operator, value, row).isTrue();
      }
    }
    return mayHold ? 0 : 1;
  }

  @Test
  void refutesByNulls() {
    Row nulls = new Row(null, null, null, null, null, null, null);
    for (Operator operator : Operator.values()) {
      assertThat(eval(new Condition.Comparison("i", operator, BigDecimal.ONE), nulls)).isFalse();
    }
    assertThat(eval(new Condition.NullTest("s", true), nulls)).isTrue();
    assertThat(eval(new Condition.NullTest("s", false), nulls)).isFalse();
    Condition unknown = new Condition.NullTest("none", false);
    Condition known = new Condition.NullTest("s", false);
    assertThat(eval(new Condition.Any(List.of(known, unknown)), nulls)).isTrue();
    assertThat(eval(new Condition.All(List.of(known, unknown)), nulls)).isFalse();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how columns enter the local engine. */
class InputColumnsTest {
  private final BufferAllocator allocator = new RootAllocator();

  @AfterEach
  void closeWithoutLeaks() {
    allocator.close();
  }

  @ParameterizedTest
  @CsvSource({"1, 32", "9, 32", "10, 64", "18, 64", "19, 128", "38, 128"})
  void keepsDecimalsAsNarrowAsTheirDigitsAllow(int precision, int bits) {
    Schema source = new Schema(List.of(decimal("price", precision)));

    Field column = InputColumns.of(source).schema().getFields().get(0);

    assertThat(column.getName()).isEqualTo("c0");
    assertThat(column.getType()).isEqualTo(new ArrowType.Decimal(precision, 0, bits));
  }

  @Test
  void movesExtremesAndNullsOfLongs() {
    BigDecimal most = new BigDecimal(BigInteger.TEN.pow(18).subtract(BigInteger.ONE));
    try (VectorSchemaRoot batch = batch(18, most, most.negate(), null, BigDecimal.ZERO);
        VectorSchemaRoot taken = InputColumns.of(batch.getSchema()).take(batch, allocator)) {
      BigIntVector values = (BigIntVector) taken.getVector(0);
      assertThat(taken.getRowCount()).isEqualTo(4);
      assertThat(values.get(0)).isEqualTo(most.longValueExact());
      assertThat(values.get(1)).isEqualTo(-most.longValueExact());
      assertThat(values.isNull(2)).isTrue();
      assertThat(values.get(3)).isZero();
    }
  }

  @Test
  void movesExtremesAndNullsOfIntegers() {
    BigDecimal most = new BigDecimal("999999999");
    try (VectorSchemaRoot batch = batch(9, null, most, most.negate(), BigDecimal.ONE.negate());
        VectorSchemaRoot taken = InputColumns.of(batch.getSchema()).take(batch, allocator)) {
      IntVector values = (IntVector) taken.getVector(0);
      assertThat(values.isNull(0)).isTrue();
      assertThat(values.get(1)).isEqualTo(999_999_999);
      assertThat(values.get(2)).isEqualTo(-999_999_999);
      assertThat(values.get(3)).isEqualTo(-1);
    }
  }

  @Test
  void ignoresWhatStandsInPlaceOfANull() {
    try (VectorSchemaRoot batch = batch(18, null, BigDecimal.TEN)) {
      batch.getVector(0).getDataBuffer().setLong(Long.BYTES, Long.MAX_VALUE);
      try (VectorSchemaRoot taken = InputColumns.of(batch.getSchema()).take(batch, allocator)) {
        assertThat(taken.getVector(0).getObject(1)).isEqualTo(10L);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"9, 2147483648", "9, -2147483649", "18, 9223372036854775808"})
  void refusesMoreDigitsThanItsTypeHas(int precision, BigDecimal value) {
    try (VectorSchemaRoot batch = batch(38, value)) {
      Schema claimed = new Schema(List.of(decimal("price", precision)));

      assertThatThrownBy(() -> InputColumns.of(claimed).take(batch, allocator))
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_DATA_INVALID));
    }
  }

  private static Field decimal(String name, int precision) {
    return Field.nullable(name, new ArrowType.Decimal(precision, 0, 128));
  }

  private VectorSchemaRoot batch(int precision, BigDecimal... values) {
    VectorSchemaRoot batch =
        VectorSchemaRoot.create(new Schema(List.of(decimal("price", precision))), allocator);
    DecimalVector column = (DecimalVector) batch.getVector(0);
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null) {
        column.setNull(i);
      } else {
        column.setSafe(i, values[i]);
      }
    }
    batch.setRowCount(values.length);
    return batch;
  }
}

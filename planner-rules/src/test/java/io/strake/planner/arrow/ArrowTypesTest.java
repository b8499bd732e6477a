/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.StrakeException;
import io.strake.planner.type.StrakeTypeFactory;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrowTypesTest {
  private final RelDataTypeFactory types = new StrakeTypeFactory();

  @ParameterizedTest
  @EnumSource(
      names = {
        "BOOLEAN",
        "TINYINT",
        "SMALLINT",
        "INTEGER",
        "BIGINT",
        "REAL",
        "DOUBLE",
        "VARCHAR",
        "VARBINARY",
        "DATE"
      })
  void mapsATypeThereAndBack(SqlTypeName name) {
    RelDataType type = types.createTypeWithNullability(types.createSqlType(name), true);

    assertThat(ArrowTypes.toRelDataType(ArrowTypes.toField("c", type), types).getFullTypeString())
        .isEqualTo(type.getFullTypeString());
  }

  @Test
  void keepsPrecisionScaleZoneNullabilityAndNesting() {
    RelDataType decimal = types.createSqlType(SqlTypeName.DECIMAL, 38, 10);
    RelDataType instant = types.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, 6);
    RelDataType array = types.createArrayType(types.createTypeWithNullability(decimal, true), -1);

    assertThat(ArrowTypes.toField("c", decimal)).hasToString("c: Decimal(38, 10, 128) not null");
    assertThat(ArrowTypes.toField("c", instant))
        .hasToString("c: Timestamp(MICROSECOND, UTC) not null");
    Field list = ArrowTypes.toField("c", array);
    assertThat(list).hasToString("c: List<item: Decimal(38, 10, 128)> not null");
    assertThat(ArrowTypes.toRelDataType(list, types).getFullTypeString())
        .isEqualTo(array.getFullTypeString());
  }

  @Test
  void namesTheColumnOfATypeThatArrowCannotCarry() {
    RelDataType any = types.createSqlType(SqlTypeName.ANY);

    assertThat(ArrowTypes.isSupported(any)).isFalse();
    assertThatThrownBy(() -> ArrowTypes.toField("odd", any))
        .isInstanceOf(StrakeException.class)
        .hasMessageContaining("column 'odd'");
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.type;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The result types of PostgreSQL, with numeric bounded at 38 digits. */
class StrakeTypeSystemTest {
  private final RelDataTypeFactory types = new StrakeTypeFactory();

  @ParameterizedTest
  @CsvSource({
    "SMALLINT, BIGINT, 'DECIMAL(38, 16)'",
    "INTEGER, BIGINT, 'DECIMAL(38, 16)'",
    "BIGINT, 'DECIMAL(38, 0)', 'DECIMAL(38, 16)'",
    "REAL, REAL, DOUBLE",
    "DOUBLE, DOUBLE, DOUBLE"
  })
  void sumsAndAverages(SqlTypeName argument, String sum, String average) {
    RelDataType type = types.createSqlType(argument);

    assertThat(StrakeTypeSystem.INSTANCE.deriveSumType(types, type)).hasToString(sum);
    assertThat(StrakeTypeSystem.INSTANCE.deriveAvgAggType(types, type)).hasToString(average);
  }

  @Test
  void keepsTheScaleOfDecimals() {
    RelDataType price = types.createSqlType(SqlTypeName.DECIMAL, 12, 2);

    assertThat(StrakeTypeSystem.INSTANCE.deriveSumType(types, price)).hasToString("DECIMAL(38, 2)");
    assertThat(StrakeTypeSystem.INSTANCE.deriveDecimalMultiplyType(types, price, price))
        .hasToString("DECIMAL(24, 4)");
    assertThat(StrakeTypeSystem.INSTANCE.deriveDecimalDivideType(types, price, price))
        .hasToString("DECIMAL(38, 16)");
  }

  @Test
  void hasMicrosecondsAndUnicode() {
    assertThat(types.createSqlType(SqlTypeName.TIMESTAMP)).hasToString("TIMESTAMP(6)");
    assertThat(types.createSqlType(SqlTypeName.VARCHAR).getCharset()).hasToString("UTF-8");
  }
}

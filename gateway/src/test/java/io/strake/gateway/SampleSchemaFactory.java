/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Linq4j;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** A schema in memory: one table with every type, one with many rows. Called by the model. */
public final class SampleSchemaFactory implements SchemaFactory {
  /** Number of rows of {@code numbers}. */
  public static final int ROWS = 300_000;

  /** Model with this schema alone. */
  public static final String MODEL =
      """
      inline:{
        "version": "1.0",
        "defaultSchema": "sample",
        "schemas": [
          {"name": "sample", "type": "custom", "factory": "%s", "operand": {}}
        ]
      }
      """
          .formatted(SampleSchemaFactory.class.getName());

  /** Creates a factory; called by the model. */
  public SampleSchemaFactory() {}

  @Override
  public Schema create(SchemaPlus parent, String name, Map<String, Object> operand) {
    return new AbstractSchema() {
      @Override
      protected Map<String, Table> getTableMap() {
        return Map.of("numbers", new Numbers(), "types", new AllTypes());
      }
    };
  }

  /** A table with {@link #ROWS} rows. */
  private static final class Numbers extends AbstractTable implements ScannableTable {
    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      return types
          .builder()
          .add("n", SqlTypeName.BIGINT)
          .add("label", SqlTypeName.VARCHAR)
          .nullable(true)
          .build();
    }

    @Override
    public Enumerable<Object[]> scan(DataContext root) {
      return Linq4j.asEnumerable(
          () ->
              IntStream.range(0, ROWS)
                  .mapToObj(
                      n -> new Object[] {(long) n, n % 10 == 0 ? null : "label of number " + n})
                  .iterator());
    }
  }

  /** A table with one row of values and one of NULLs. */
  private static final class AllTypes extends AbstractTable implements ScannableTable {
    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      RelDataTypeFactory.Builder row = types.builder();
      row.add("flag", SqlTypeName.BOOLEAN).nullable(true);
      row.add("tiny", SqlTypeName.TINYINT).nullable(true);
      row.add("small", SqlTypeName.SMALLINT).nullable(true);
      row.add("whole", SqlTypeName.INTEGER).nullable(true);
      row.add("big", SqlTypeName.BIGINT).nullable(true);
      row.add("single", SqlTypeName.REAL).nullable(true);
      row.add("twice", SqlTypeName.DOUBLE).nullable(true);
      row.add("amount", SqlTypeName.DECIMAL, 20, 4).nullable(true);
      row.add("words", SqlTypeName.VARCHAR, 40).nullable(true);
      row.add("bytes", SqlTypeName.VARBINARY, 10).nullable(true);
      row.add("born", SqlTypeName.DATE).nullable(true);
      row.add("noon", SqlTypeName.TIME, 3).nullable(true);
      row.add("seen", SqlTypeName.TIMESTAMP, 3).nullable(true);
      row.add(
              "items",
              types.createArrayType(
                  types.createTypeWithNullability(types.createSqlType(SqlTypeName.INTEGER), true),
                  -1))
          .nullable(true);
      return row.build();
    }

    @Override
    public Enumerable<Object[]> scan(DataContext root) {
      Object[] values = {
        true,
        (byte) 7,
        (short) -300,
        70_000,
        5_000_000_000L,
        1.5f,
        0.1,
        new BigDecimal("1234567890123456.7891"),
        "Straße \uD83D\uDE80",
        new org.apache.calcite.avatica.util.ByteString(new byte[] {0, 1, (byte) 255}),
        (int) LocalDate.of(2024, 2, 29).toEpochDay(),
        (int) (LocalTime.of(12, 34, 56, 789_000_000).toNanoOfDay() / 1_000_000),
        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000)
            .toInstant(ZoneOffset.UTC)
            .toEpochMilli(),
        List.of(1, 2, 3),
      };
      return Linq4j.asEnumerable(List.of(values, new Object[values.length]));
    }
  }
}

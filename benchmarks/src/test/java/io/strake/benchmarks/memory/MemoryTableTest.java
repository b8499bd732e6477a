/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.junit.jupiter.api.Test;

final class MemoryTableTest {
  private static final int ROWS = 1000;
  private static final RelDataTypeFactory TYPES = new StrakeTypeFactory();

  /** Cut into batches that start inside of the stored one, under another root allocator. */
  @Test
  void sharesSlicesOfEveryLayout() throws IOException {
    try (BufferAllocator stored = new RootAllocator();
        MemoryTable table = table(stored);
        BufferAllocator consumer = new RootAllocator();
        ArrowReader reader =
            table.scan(
                ExecutionContext.builder(consumer).batchRows(130).build(),
                rowType("t", "b", "n"))) {
      long before = stored.getAllocatedMemory();
      List<Object> texts = new ArrayList<>();
      List<Object> bits = new ArrayList<>();
      List<Object> numbers = new ArrayList<>();
      while (reader.loadNextBatch()) {
        VectorSchemaRoot batch = reader.getVectorSchemaRoot();
        assertThat(batch.getRowCount()).isPositive().isLessThanOrEqualTo(130);
        for (int row = 0; row < batch.getRowCount(); row++) {
          texts.add(String.valueOf(batch.getVector(0).getObject(row)));
          bits.add(String.valueOf(batch.getVector(1).getObject(row)));
          numbers.add(String.valueOf(batch.getVector(2).getObject(row)));
        }
      }
      assertThat(texts).hasSize(ROWS).startsWith("text 0", "null", "text 2").endsWith("null");
      assertThat(bits.subList(126, 132))
          .containsExactly("true", "false", "false", "true", "false", "false");
      assertThat(numbers.subList(500, 504)).containsExactly("500", "501", "null", "503");
      assertThat(stored.getAllocatedMemory()).isEqualTo(before);
    }
  }

  private static RelDataType rowType(String... columns) {
    RelDataTypeFactory.Builder builder = TYPES.builder();
    for (String column : columns) {
      SqlTypeName type =
          switch (column) {
            case "t" -> SqlTypeName.VARCHAR;
            case "b" -> SqlTypeName.BOOLEAN;
            default -> SqlTypeName.BIGINT;
          };
      builder.add(column, type).nullable(true);
    }
    return builder.build();
  }

  private static MemoryTable table(BufferAllocator allocator) {
    RelDataType all = rowType("n", "t", "b");
    VectorSchemaRoot batch =
        VectorSchemaRoot.create(io.strake.planner.arrow.ArrowTypes.toSchema(all), allocator);
    BigIntVector numbers = (BigIntVector) batch.getVector("n");
    VarCharVector texts = (VarCharVector) batch.getVector("t");
    BitVector bits = (BitVector) batch.getVector("b");
    for (int row = 0; row < ROWS; row++) {
      if (row % 251 != 0 || row == 0) {
        numbers.setSafe(row, row);
      } else {
        numbers.setNull(row);
      }
      if (row % 2 == 0) {
        texts.setSafe(row, ("text " + row).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } else {
        texts.setNull(row);
      }
      bits.setSafe(row, row % 3 == 0 ? 1 : 0);
    }
    batch.setRowCount(ROWS);
    return new MemoryTable(
        factory -> all, List.of(batch), List.of(ImmutableBitSet.of(0)), Map.of("b", 2.0));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KeyBatchesTest {
  private RootAllocator allocator;
  private VectorSchemaRoot rows;

  @BeforeEach
  void makeRows() {
    allocator = new RootAllocator();
    IntVector numbers = new IntVector("n", allocator);
    VarCharVector texts = new VarCharVector("t", allocator);
    rows = VectorSchemaRoot.of(numbers, texts);
    Integer[] first = {1, 1, null, 2, 1, 2, 3};
    String[] second = {"a", "b", "a", null, "a", "b", null};
    for (int i = 0; i < first.length; i++) {
      if (first[i] != null) {
        numbers.setSafe(i, first[i]);
      }
      if (second[i] != null) {
        texts.setSafe(i, second[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    rows.setRowCount(first.length);
  }

  @AfterEach
  void close() {
    rows.close();
    allocator.close();
  }

  @Test
  void hasDistinctKeysWithoutNulls() {
    try (KeyBatches both = keys(10, 1, 0);
        KeyBatches number = keys(10, 0)) {
      assertThat(both.add(rows, 0)).isEqualTo(7);
      assertThat(both.keys().contentToTSVString()).isEqualTo("t\tn\na\t1\nb\t1\nb\t2\n");
      assertThat(number.add(rows, 1)).isEqualTo(7);
      assertThat(number.keys().contentToTSVString()).isEqualTo("n\n1\n2\n3\n");
    }
  }

  @Test
  void stopsWhenItIsFullAndGoesOnAfterwards() {
    try (KeyBatches keys = keys(2, 0)) {
      assertThat(keys.add(rows, 0)).isEqualTo(4);
      assertThat(keys.isFull()).isTrue();
      assertThat(keys.keys().contentToTSVString()).isEqualTo("n\n1\n2\n");
      keys.clear();
      assertThat(keys.add(rows, 4)).isEqualTo(6);
      assertThat(keys.keys().contentToTSVString()).isEqualTo("n\n1\n2\n");
      keys.clear();
      assertThat(keys.add(rows, 6)).isEqualTo(7);
      assertThat(keys.isFull()).isFalse();
      assertThat(keys.keys().contentToTSVString()).isEqualTo("n\n3\n");
    }
  }

  private KeyBatches keys(int maxKeys, Integer... columns) {
    return new KeyBatches(allocator, rows.getSchema(), List.of(columns), maxKeys);
  }
}

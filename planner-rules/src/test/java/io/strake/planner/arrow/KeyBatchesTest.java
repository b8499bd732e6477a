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
import org.junit.jupiter.api.Test;

final class KeyBatchesTest {
  @Test
  void hasDistinctKeysWithoutNulls() {
    try (RootAllocator allocator = new RootAllocator();
        IntVector numbers = new IntVector("n", allocator);
        VarCharVector texts = new VarCharVector("t", allocator)) {
      VectorSchemaRoot rows =
          rows(
              numbers,
              texts,
              new Integer[] {1, 1, null, 2, 1, 2},
              new String[] {"a", "b", "a", null, "a", "b"});
      try (KeyBatches both = new KeyBatches(allocator, rows.getSchema(), List.of(1, 0), 10);
          KeyBatches number = new KeyBatches(allocator, rows.getSchema(), List.of(0), 10)) {
        assertThat(both.add(rows, 0)).isEqualTo(6);
        assertThat(both.keys().contentToTSVString()).isEqualTo("t\tn\na\t1\nb\t1\nb\t2\n");
        assertThat(number.add(rows, 1)).isEqualTo(6);
        assertThat(number.keys().contentToTSVString()).isEqualTo("n\n1\n2\n");
      }
    }
  }

  @Test
  void stopsWhenItIsFullAndGoesOnAfterwards() {
    try (RootAllocator allocator = new RootAllocator();
        IntVector numbers = new IntVector("n", allocator);
        VarCharVector texts = new VarCharVector("t", allocator)) {
      VectorSchemaRoot rows =
          rows(
              numbers,
              texts,
              new Integer[] {1, 2, 2, 3, 1},
              new String[] {"a", "a", "a", "a", "a"});
      try (KeyBatches keys = new KeyBatches(allocator, rows.getSchema(), List.of(0), 2)) {
        assertThat(keys.add(rows, 0)).isEqualTo(2);
        assertThat(keys.isFull()).isTrue();
        assertThat(keys.keys().contentToTSVString()).isEqualTo("n\n1\n2\n");
        keys.clear();
        assertThat(keys.add(rows, 2)).isEqualTo(4);
        assertThat(keys.keys().contentToTSVString()).isEqualTo("n\n2\n3\n");
        keys.clear();
        assertThat(keys.add(rows, 4)).isEqualTo(5);
        assertThat(keys.isFull()).isFalse();
        assertThat(keys.keys().contentToTSVString()).isEqualTo("n\n1\n");
      }
    }
  }

  private static VectorSchemaRoot rows(
      IntVector numbers, VarCharVector texts, Integer[] first, String[] second) {
    for (int i = 0; i < first.length; i++) {
      if (first[i] != null) {
        numbers.setSafe(i, first[i]);
      }
      if (second[i] != null) {
        texts.setSafe(i, second[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    numbers.setValueCount(first.length);
    texts.setValueCount(second.length);
    return VectorSchemaRoot.of(numbers, texts);
  }
}

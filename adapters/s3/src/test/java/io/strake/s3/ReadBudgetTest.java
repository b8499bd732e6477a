/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.s3.scan.ReadBudget;
import io.strake.s3.scan.ScanStart;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory that scans share. */
final class ReadBudgetTest {
  private static final long MIB = 1024 * 1024;

  @TempDir java.nio.file.Path directory;

  @Test
  void givesHalfOfWhatIsLeftAndNeverNothing() {
    ReadBudget budget = new ReadBudget(64 * MIB);
    assertThat(budget.take(10 * MIB)).isEqualTo(10 * MIB);
    assertThat(budget.take(100 * MIB)).isEqualTo(27 * MIB);
    long granted = 37 * MIB;
    for (int i = 0; i < 100; i++) {
      long more = budget.take(100 * MIB);
      assertThat(more).isGreaterThanOrEqualTo(ReadBudget.LEAST);
      granted += more;
    }
    assertThat(granted).isLessThanOrEqualTo((64 + 100) * MIB);
    budget.giveBack(granted);
    assertThat(budget.left()).isEqualTo(64 * MIB);
  }

  @Test
  void scansGiveBackWhatTheyHad() throws Exception {
    try (S3Fixture fixture = new S3Fixture(directory)) {
      fixture.copy(
          "x.parquet", "SELECT i FROM range(50000) r(i)", "FORMAT parquet, ROW_GROUP_SIZE 4096");
      S3Table table = fixture.table("x.parquet");
      long before = ScanStart.BUDGET.left();
      List<ArrowReader> open = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        open.add(fixture.scan(table, fixture.context()));
      }
      assertThat(ScanStart.BUDGET.left()).isLessThan(before);
      for (ArrowReader reader : open) {
        reader.loadNextBatch();
        reader.close();
      }
      assertThat(ScanStart.BUDGET.left()).isEqualTo(before);
    }
  }
}

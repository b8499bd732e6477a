/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CorpusTest {
  @Test
  void listsFilesByPatternAndNumber() throws IOException {
    assertThat(Corpus.files(List.of("test/select?.test")))
        .containsExactly(
            "test/select1.test",
            "test/select2.test",
            "test/select3.test",
            "test/select4.test",
            "test/select5.test");
    assertThat(Corpus.files(List.of("test/random/groupby/*.test")))
        .hasSize(14)
        .startsWith("test/random/groupby/slt_good_0.test", "test/random/groupby/slt_good_1.test")
        .endsWith("test/random/groupby/slt_good_13.test");
    assertThat(Corpus.files(List.of("test/none.test"))).isEmpty();
  }

  @Test
  void countsTheQueriesOfEveryDatabase() throws IOException {
    assertThat(Corpus.queries("test/select1.test")).isEqualTo(1000);
    assertThat(Corpus.queries("test/evidence/in1.test")).isEqualTo(187);
  }
}

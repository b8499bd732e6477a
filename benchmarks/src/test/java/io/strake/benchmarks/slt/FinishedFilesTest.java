/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FinishedFilesTest {
  private static final String FILE = "test/evidence/in1.test";

  @TempDir private Path folder;

  @Test
  void keepsEverythingOfAResult() throws IOException {
    Answer other = new Answer(Answer.Kind.OTHER_ROWS, "got 'ä'\ninstead of 1");
    FileResult result =
        new FileResult(
            FILE,
            1,
            103,
            List.of(
                new Failure(FILE, 315, "SELECT 1", other, Answer.RIGHT, other),
                new Failure(FILE, 326, "SELECT 2", other, null, null)),
            82,
            0,
            List.of("a remark"),
            1_234_567_890_123L);

    new FinishedFiles(folder.resolve("made")).write(result);

    assertThat(new FinishedFiles(folder.resolve("made")).read(FILE)).contains(result);
    try (Stream<Path> files = Files.list(folder.resolve("made"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void hasNothingOfAFileThatDidNotRun() throws IOException {
    assertThat(new FinishedFiles(folder.resolve("none")).read(FILE)).isEmpty();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queries larger than the memory: a table of 110 MB in a local engine that has 85 MB or less. */
class SpillTest {
  private static final long MB = 1L << 20;
  private static final String SORT = "SELECT k, s FROM big ORDER BY k";
  private static final String GROUP = "SELECT k, s, COUNT(*) FROM big GROUP BY k, s";
  private static final String JOIN = "SELECT a.k, b.s FROM big a JOIN big b ON a.k = b.k";
  private static final String WINDOW =
      "SELECT k, s, ROW_NUMBER() OVER (PARTITION BY MOD(k, 7) ORDER BY k) FROM big";

  @TempDir private Path directory;

  @Test
  void sortsInOrderAndLeavesNothingBehind() throws Exception {
    try (FederationEngine engine = open(options())) {
      try (QueryResult result = engine.queries().execute(SORT, Session.ANONYMOUS)) {
        long next = 0;
        while (result.next()) {
          BigIntVector keys = (BigIntVector) result.batch().getVector(0);
          for (int i = 0; i < keys.getValueCount(); i++) {
            assertThat(keys.get(i)).isEqualTo(next++);
          }
          checkTexts(result.batch());
          assertThat(next > 100_000 || engine.spilledBytes() > 0).as("spills").isTrue();
        }
        assertThat(next).isEqualTo(StreamedSchemaFactory.LARGE);
      }
      assertNothingLeft(engine);
    }
    assertThat(engineDirectories()).isEmpty();
  }

  @Test
  void groupsJoinsAndNumbersRows() {
    try (FederationEngine engine = open(options())) {
      for (String sql : List.of(GROUP, JOIN, WINDOW)) {
        long keySum = 0;
        long rows = 0;
        boolean hasSpilled = false;
        try (QueryResult result = engine.queries().execute(sql, Session.ANONYMOUS)) {
          while (result.next()) {
            hasSpilled |= engine.spilledBytes() > 0;
            BigIntVector keys = (BigIntVector) result.batch().getVector(0);
            for (int i = 0; i < keys.getValueCount(); i++) {
              keySum += keys.get(i);
            }
            checkTexts(result.batch());
            rows += keys.getValueCount();
          }
        }
        assertThat(hasSpilled).as(sql).isTrue();
        assertThat(rows).as(sql).isEqualTo(StreamedSchemaFactory.LARGE);
        assertThat(keySum).as(sql).isEqualTo(rows * (rows - 1) / 2);
        assertNothingLeft(engine);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SORT, GROUP, JOIN, WINDOW})
  void failsAloneBeyondTheLimitOfTheSpill(String sql) {
    try (FederationEngine engine = open(options().maxSpillBytes(20 * MB))) {
      assertThatThrownBy(() -> drain(engine, sql))
          .isInstanceOfSatisfying(
              StrakeException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
                assertThat(e.code().sqlState()).isEqualTo("53200");
              })
          .hasMessageContaining("'spill.max'");
      assertNothingLeft(engine);
      assertThat(drain(engine, "SELECT k FROM small ORDER BY k"))
          .isEqualTo(StreamedSchemaFactory.SMALL);
    }
  }

  @Test
  void leavesNothingBehindWhenItIsCancelled() {
    try (FederationEngine engine = open(options())) {
      try (QueryResult result = engine.queries().execute(SORT, Session.ANONYMOUS)) {
        assertThat(result.next()).isTrue();
        assertThat(engine.spilledBytes()).isPositive();
        result.cancel();
        assertThatThrownBy(
                () -> {
                  while (result.next()) {}
                })
            .isInstanceOfSatisfying(
                StrakeException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
      }
      assertNothingLeft(engine);
    }
  }

  @Test
  void removesWhatAKilledProcessLeftBehindButNothingOfTheLiving() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Spiller.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("spilled");
      assertThat(spilledBytes()).isPositive();

      open(options()).close();
      assertThat(spilledBytes()).as("the other process lives").isPositive();

      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(spilledBytes()).as("nobody cleans up after a kill").isPositive();
      try (FederationEngine engine = open(options())) {
        assertThat(engineDirectories()).as("its own").hasSize(1);
        assertThat(spilledBytes()).isZero();
      }
    } finally {
      process.destroyForcibly();
    }
  }

  /** Main class of a process that spills and then waits to be killed. */
  static final class Spiller {
    private Spiller() {}

    public static void main(String[] args) throws Exception {
      FederationEngine engine = open(options(Path.of(args[0])));
      QueryResult result = engine.queries().execute(SORT, Session.ANONYMOUS);
      result.next();
      System.out.println(engine.spilledBytes() > 0 ? "spilled" : "did not spill");
      Thread.sleep(TimeUnit.MINUTES.toMillis(5));
    }
  }

  private EngineOptions.Builder options() {
    return options(directory);
  }

  private static EngineOptions.Builder options(Path directory) {
    return EngineOptions.builder(StreamedSchemaFactory.MODEL)
        .memoryBytes(256 * MB)
        .queryMemoryBytes(256 * MB)
        .spillDirectory(directory);
  }

  private static FederationEngine open(EngineOptions.Builder options) {
    return FederationEngine.open(options.build());
  }

  private static long drain(FederationEngine engine, String sql) {
    long rows = 0;
    try (QueryResult result = engine.queries().execute(sql, Session.ANONYMOUS)) {
      while (result.next()) {
        rows += result.batch().getRowCount();
      }
    }
    return rows;
  }

  private static void checkTexts(VectorSchemaRoot batch) {
    BigIntVector keys = (BigIntVector) batch.getVector(0);
    VarCharVector texts = (VarCharVector) batch.getVector(1);
    for (int i = 0; i < keys.getValueCount(); i += 97) {
      assertThat(texts.getObject(i)).hasToString(StreamedSchemaFactory.text(keys.get(i)));
    }
  }

  private static void assertNothingLeft(FederationEngine engine) {
    assertThat(engine.spilledBytes()).isZero();
    assertThat(engine.allocatedBytes()).isZero();
  }

  private long spilledBytes() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
    }
  }

  private List<Path> engineDirectories() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(Files::isDirectory).toList();
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.s3.scan.ScanSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.tools.Frameworks;

/**
 * Mutated files: each is read, or refused with an error that names it; none makes us crash, hang or
 * keep memory.
 *
 * <p>{@code -Dstrake.fuzz.files=5000} and {@code -Dstrake.fuzz.seed=N} make the run longer.
 */
final class FileFuzz {
  private static final int FILES = Integer.getInteger("strake.fuzz.files", 400);
  private static final long SEED = Long.getLong("strake.fuzz.seed", 1);
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Set<ErrorCode> EXPECTED =
      Set.of(ErrorCode.SOURCE_DATA_INVALID, ErrorCode.UNSUPPORTED, ErrorCode.LIMIT_EXCEEDED);

  private final Path directory;
  private final String ending;

  /**
   * Creates a run.
   *
   * @param directory directory for the files
   * @param ending ending of their names, which tells their format
   */
  FileFuzz(Path directory, String ending) {
    this.directory = directory;
    this.ending = ending;
  }

  /** Reads mutants of some files. */
  void run(List<byte[]> originals) throws IOException {
    Random random = new Random(SEED);
    Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
    int read = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = mutated(originals.get(random.nextInt(originals.size())), random);
      ErrorCode code = read("mutant" + i, damaged);
      if (code == null) {
        read++;
      } else {
        refused.merge(code, 1, Integer::sum);
      }
    }
    System.out.println(
        "fuzz"
            + ending
            + ": seed "
            + SEED
            + ", "
            + FILES
            + " files, "
            + read
            + " read, "
            + refused);
    assertThat(refused.keySet()).isSubsetOf(EXPECTED);
    assertThat(refused.getOrDefault(ErrorCode.SOURCE_DATA_INVALID, 0)).isGreaterThan(FILES / 5);
  }

  /** Damages some bytes, in half of the cases in the footer, or cuts the file. */
  private static byte[] mutated(byte[] original, Random random) {
    byte[] bytes = original.clone();
    if (random.nextInt(12) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    boolean inFooter = random.nextBoolean();
    int footer = Math.min(bytes.length, 3000);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = inFooter ? bytes.length - 1 - random.nextInt(footer) : random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        default -> {
          int from = random.nextInt(bytes.length);
          int length = Math.min(1 + random.nextInt(16), bytes.length - Math.max(from, at));
          System.arraycopy(original, from, bytes, at, length);
        }
      }
    }
    return bytes;
  }

  /** Returns why a file was refused; null if it was read. */
  private ErrorCode read(String name, byte[] bytes) throws IOException {
    Path bucket = Files.createDirectories(directory.resolve("fuzz"));
    Path file = Files.write(bucket.resolve(name + ending), bytes);
    S3Schema schema =
        (S3Schema)
            new S3SchemaFactory()
                .create(
                    Frameworks.createRootSchema(false),
                    "s3",
                    Map.of(
                        "endpoint",
                        directory.toUri().toString(),
                        "bucket",
                        "fuzz",
                        "definitions",
                        List.of(S3Fixture.definition("t", name + ending))));
    try (BufferAllocator allocator = new RootAllocator()) { // fails if anything is kept
      ExecutionContext context = ExecutionContext.builder(allocator).timeout(LIMIT).build();
      S3Table table = S3Fixture.table(schema);
      var rowType = S3Fixture.rowType(table);
      ScanSpec spec = ScanSpec.all(rowType.getFieldNames());
      try (ArrowReader reader = table.scan(context, spec, rowType, false)) {
        while (reader.loadNextBatch()) {
          assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
        }
      }
      return null;
    } catch (StrakeException e) {
      // a type that is not read is one of the column of the table
      String named = e.code() == ErrorCode.UNSUPPORTED ? "column '" : name;
      assertThat(e).as(name).hasMessageContaining(named).hasMessageContaining("s3 source 's3'");
      return e.code();
    } finally {
      schema.close();
      Files.delete(file);
    }
  }
}

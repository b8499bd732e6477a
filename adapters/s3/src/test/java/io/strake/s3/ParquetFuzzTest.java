/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.variant.Variant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutated Parquet files. */
@Tag("long")
final class ParquetFuzzTest {
  @TempDir static Path directory;

  @Test
  void damagedFilesAreRefusedByName() throws Exception {
    new FileFuzz(directory, ".parquet").run(originals());
  }

  private static List<byte[]> originals() throws Exception {
    List<byte[]> originals = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      originals.add(variants(seed));
    }
    try (S3Fixture fixture = new S3Fixture(directory)) {
      int file = 0;
      for (String options : ParquetReadTest.OPTIONS) {
        originals.add(
            Files.readAllBytes(
                fixture.copy(
                    "types" + file++,
                    ParquetReadTest.allTypes(300),
                    "FORMAT parquet, " + options)));
        originals.add(
            Files.readAllBytes(
                fixture.copy(
                    "nested" + file++, ParquetReadTest.nested(300), "FORMAT parquet, " + options)));
      }
    }
    return originals;
  }

  private static byte[] variants(int seed) throws IOException {
    RandomVariants random = new RandomVariants(new Random(seed));
    List<Variant> values = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      values.add(row % 13 == 5 ? null : RandomVariants.variant(random.value(3)));
    }
    Path file = directory.resolve("variants" + seed);
    VariantFile.write(file, VariantFile.schema(random.shredding(2)), values);
    return Files.readAllBytes(file);
  }
}

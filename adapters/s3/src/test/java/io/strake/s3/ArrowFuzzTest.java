/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.s3.ArrowObjects.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutated Arrow files and streams. */
@Tag("long")
final class ArrowFuzzTest {
  @TempDir static Path directory;

  @Test
  void damagedFilesAreRefusedByName() throws Exception {
    List<byte[]> originals = new ArrayList<>();
    try (S3Fixture fixture = new S3Fixture(directory)) {
      for (Kind kind : Kind.values()) {
        for (CodecType codec :
            List.of(CodecType.NO_COMPRESSION, CodecType.LZ4_FRAME, CodecType.ZSTD)) {
          originals.add(ArrowObjects.of(fixture, S3ArrowTest.rows(20), 10, kind, codec));
        }
      }
    }
    new FileFuzz(directory, ".arrow").run(originals);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.s3.S3Fixture;
import io.strake.s3.S3Options;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoreOptions;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.DataObject;
import io.strake.s3.text.GzipStream;
import io.strake.s3.text.TextLayout;
import io.strake.s3.text.TextOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a segment of text releases. */
final class TextSegmentTest {
  @TempDir static Path directory;

  @Test
  void closingEndsTheInflater() throws Exception {
    try (S3Fixture fixture = new S3Fixture(directory)) {
      ByteArrayOutputStream zipped = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
        out.write(new byte[100_000]);
      }
      Path file = Files.write(directory.resolve("zeros.gz"), zipped.toByteArray());
      fixture.s3.put(S3Fixture.BUCKET, "zeros.gz", file);

      OpenSegment segment = new OpenSegment(run(fixture), "zeros.gz", zipped.size());
      assertThat(segment.fill(List.of(), 1, 1)).isEqualTo(1);
      segment.close();
      segment.close();

      assertThat(segment.content).isInstanceOf(GzipStream.class);
      assertThatThrownBy(() -> segment.content.read())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("closed");
    }
  }

  private static ScanRun run(S3Fixture fixture) {
    StoreOptions options =
        S3Options.fromOperand(
                "s3",
                Map.of(
                    "endpoint",
                    fixture.s3.endpoint(),
                    "bucket",
                    S3Fixture.BUCKET,
                    "accessKey",
                    fixture.s3.accessKey(),
                    "secretKey",
                    fixture.s3.secretKey()))
            .store();
    S3Errors errors = new S3Errors(options);
    ObjectSession session =
        ObjectStore.of(options, errors, System::getenv).session(new RequestTracker());
    return new ScanRun(
        null,
        null,
        null,
        List.of(),
        session,
        null,
        null,
        errors,
        1,
        0,
        Long.MAX_VALUE,
        true,
        new FirstReads(false));
  }

  /** A segment of single bytes that shows what it reads from. */
  private static final class OpenSegment extends TextSegment {
    private InputStream content;

    OpenSegment(ScanRun run, String key, long size) {
      super(
          run,
          new DataObject(new StoredObject(key, "", size), Map.of(), Optional.empty()),
          new TextLayout(TextOptions.DEFAULT, TextOptions.DEFAULT.dialect(), List.of(), true));
    }

    @Override
    void open(InputStream newContent) {
      content = newContent;
    }

    @Override
    boolean readRow(int row) throws IOException {
      return content.read() >= 0;
    }

    @Override
    int line() {
      return 1;
    }

    @Override
    int character() {
      return 1;
    }
  }
}

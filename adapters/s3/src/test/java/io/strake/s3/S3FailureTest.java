/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FailureTest {
  private static final String MANY =
      "SELECT i, hash(i) AS h, 'text ' || hash(i * 3) AS t FROM range(200000) r(i)";

  @TempDir Path directory;
  private S3Fixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new S3Fixture(directory);
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close(); // fails if a buffer is left
  }

  @Test
  void namesTheLocationWithoutObjects() {
    assertFails(
        () -> S3Fixture.rowType(fixture.table("nothing/")),
        ErrorCode.UNKNOWN_TABLE,
        "s3 source 's3': no object matches 'data/nothing/' of table 't'");
  }

  @Test
  void namesTheMissingBucketAndServesOtherSources() throws Exception {
    fixture.copy("ok.parquet", "SELECT 1 AS x", "FORMAT parquet");
    try (S3Schema missing =
        schema(fixture.s3.endpoint(), "absent-bucket", fixture.s3.secretKey())) {
      assertFails(
          missing::check, ErrorCode.UNKNOWN_TABLE, "s3 source 'other': no bucket 'absent-bucket'");
      assertFails(
          () -> S3Fixture.rowType(S3Fixture.table(missing)),
          ErrorCode.UNKNOWN_TABLE,
          "no bucket 'absent-bucket'");
    }
    assertThat(fixture.differences(fixture.table("ok.parquet"), "SELECT 1 AS x")).isZero();
  }

  @Test
  void saysThatTheSecretIsWrongWithoutShowingIt() throws Exception {
    fixture.copy("ok.parquet", "SELECT 1 AS x", "FORMAT parquet");
    S3Schema schema = fixture.schema("wrong-secret", S3Fixture.definition("t", "ok.parquet"));
    assertFails(schema::check, ErrorCode.SOURCE_DENIED, "access to 'data/' was refused");
    assertThatThrownBy(schema::check).hasMessageNotContaining("wrong-secret");
  }

  @Test
  void saysThatNobodyAnswers() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (S3Schema dead = schema("http://127.0.0.1:" + port, "data", "secret")) {
      assertFails(
          dead::check,
          ErrorCode.SOURCE_UNAVAILABLE,
          "s3 source 'other': no answer from http://127.0.0.1:" + port);
    }
  }

  @Test
  void refusesAnObjectThatWasReplacedAfterTheListing() throws Exception {
    fixture.copy("x.parquet", "SELECT 1 AS x FROM range(10)", "FORMAT parquet");
    S3Table table = fixture.table("x.parquet");
    S3Fixture.rowType(table);
    fixture.copy("x.parquet", "SELECT 2 AS x FROM range(10)", "FORMAT parquet");
    assertFails(
        () -> drain(fixture.scan(table, fixture.context())),
        ErrorCode.SOURCE_FAILED,
        "object 'data/x.parquet' was replaced after it had been listed; run the query again");
    assertThat(fixture.differences(table, "SELECT 2 AS x FROM range(10)")).isZero();
  }

  @Test
  void namesTheObjectThatIsNoParquet() throws Exception {
    fixture.text("bad.parquet", "this is not a Parquet file, is it?");
    assertFails(
        () -> S3Fixture.rowType(fixture.table("bad.parquet")),
        ErrorCode.SOURCE_DATA_INVALID,
        "object 'data/bad.parquet': it is no Parquet file or its footer is damaged");
    fixture.text("empty.parquet", "");
    assertFails(
        () -> S3Fixture.rowType(fixture.table("empty.parquet")),
        ErrorCode.SOURCE_DATA_INVALID,
        "object 'data/empty.parquet': it is too short");
  }

  @Test
  void namesTheObjectThatIsCutOff() throws Exception {
    Path file = fixture.copy("cut.parquet", MANY, "FORMAT parquet");
    byte[] bytes = Files.readAllBytes(file);
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
    fixture.s3.put(S3Fixture.BUCKET, "cut.parquet", cut);
    assertFails(
        () -> S3Fixture.rowType(fixture.table("cut.parquet")),
        ErrorCode.SOURCE_DATA_INVALID,
        "object 'data/cut.parquet'");
  }

  @Test
  void namesTheObjectWhosePagesAreDamaged() throws Exception {
    Path file = fixture.copy("dmg.parquet", MANY, "FORMAT parquet, CODEC 'zstd'");
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0xAB);
    fixture.s3.put(S3Fixture.BUCKET, "dmg.parquet", Files.write(directory.resolve("dmg"), bytes));
    S3Table table = fixture.table("dmg.parquet");
    S3Fixture.rowType(table);
    assertFails(
        () -> drain(fixture.scan(table, fixture.context())),
        ErrorCode.SOURCE_DATA_INVALID,
        "object 'data/dmg.parquet': its content is damaged");
  }

  @Test
  void releasesEverythingWhenClosedEarly() throws Exception {
    fixture.copy("many.parquet", MANY, "FORMAT parquet, ROW_GROUP_SIZE 20480");
    try (ArrowReader reader = fixture.scan(fixture.table("many.parquet"), fixture.context())) {
      assertThat(reader.loadNextBatch()).isTrue();
    }
    assertThat(fixture.allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void stopsWhenCancelled() throws Exception {
    fixture.copy("many.parquet", MANY, "FORMAT parquet, ROW_GROUP_SIZE 20480");
    ExecutionContext context = fixture.context();
    try (ArrowReader reader = fixture.scan(fixture.table("many.parquet"), context)) {
      assertThat(reader.loadNextBatch()).isTrue();
      context.cancel();
      assertFails(() -> drain(reader), ErrorCode.CANCELLED, "cancelled");
    }
  }

  @Test
  void abortsARequestThatHangs() throws Exception {
    fixture.copy("x.parquet", "SELECT 1 AS x FROM range(10)", "FORMAT parquet");
    try (HangingProxy proxy = new HangingProxy(fixture.s3.endpoint());
        S3Schema schema = schema(proxy.endpoint(), S3Fixture.BUCKET, fixture.s3.secretKey())) {
      S3Table table = S3Fixture.table(schema);
      ExecutionContext context = fixture.context();
      S3Fixture.rowType(table);
      proxy.hang();
      CountDownLatch ended = new CountDownLatch(1);
      try (ArrowReader reader = fixture.scan(table, context)) {
        Thread canceller =
            new Thread(
                () -> {
                  proxy.awaitRequest();
                  context.cancel();
                  ended.countDown();
                });
        canceller.start();
        long begin = System.nanoTime();
        assertFails(() -> drain(reader), ErrorCode.CANCELLED, "cancelled");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  private S3Schema schema(String endpoint, String bucket, String secret) {
    return new S3Schema(
        S3Options.fromOperand(
            "other",
            Map.of(
                "endpoint",
                endpoint,
                "bucket",
                bucket,
                "accessKey",
                fixture.s3.accessKey(),
                "secretKey",
                secret,
                "definitions",
                List.of(S3Fixture.definition("t", "x.parquet")))));
  }

  private static void drain(ArrowReader reader) throws Exception {
    try (reader) {
      while (reader.loadNextBatch()) {
        assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
      }
    }
  }

  private static void assertFails(ThrowingCallable action, ErrorCode code, String message) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void readsTheOperands() {
    S3Options options =
        S3Options.fromOperand(
            "s",
            Map.of(
                "endpoint",
                "https://s3.example.com",
                "bucket",
                "lake",
                "accessKey",
                "a",
                "secretKey",
                "hidden-secret"));
    assertThat(options.store().connection().region()).isEqualTo("us-east-1");
    assertThat(options.store().connection().pathStyle()).isTrue();
    assertThat(options.store().connection().requestTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.toString()).doesNotContain("hidden-secret");
    Map<String, Object> valid = Map.of("endpoint", "https://s3.example.com", "bucket", "lake");
    for (Map.Entry<String, Object> wrong :
        Map.<String, Object>of(
                "endpoint", "ftp://x",
                "bucket", "a/b",
                "accessKey", "only",
                "pathStyle", "maybe",
                "metadataTtl", "5",
                "unknown", "x",
                "definitions", List.of(Map.of("name", "t")))
            .entrySet()) {
      Map<String, Object> operand = new java.util.HashMap<>(valid);
      operand.put(wrong.getKey(), wrong.getValue());
      assertFails(
          () -> S3Options.fromOperand("s", operand),
          ErrorCode.INVALID_CONFIGURATION,
          "s3 source 's'");
    }
  }
}

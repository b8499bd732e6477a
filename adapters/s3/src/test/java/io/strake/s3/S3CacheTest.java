/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.ServedRequests;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoreOptions;
import io.strake.s3.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scans whose content is kept on the local disk, counted at the server. */
@Tag("long")
final class S3CacheTest {
  private static final int BLOCK_BYTES = 256 * 1024;
  private static final String ROWS =
      "SELECT i, hash(i) AS h, 'text ' || hash(i * 3) AS t FROM range(120000) r(i)";
  private static final String OTHERS = ROWS.replace("hash(i * 3)", "hash(i * 5)");

  @TempDir Path directory;
  private S3Fixture fixture;
  private Path cache;

  @BeforeEach
  void start() throws Exception {
    fixture = new S3Fixture(directory);
    cache = directory.resolve("cache");
  }

  @AfterEach
  void stop() throws Exception {
    fixture.close();
  }

  @Test
  void readsNothingTwice() throws Exception {
    fixture.copy("x.parquet", ROWS, "FORMAT parquet, ROW_GROUP_SIZE 30000");
    fixture.copy("x.csv", ROWS, "FORMAT csv");
    fixture.copy("x.jsonl.gz", ROWS, "FORMAT json, COMPRESSION gzip");
    for (String key : List.of("x.parquet", "x.csv", "x.jsonl.gz")) {
      String expected =
          key.endsWith(".parquet")
              ? ROWS
              : "SELECT i, h::DECIMAL(38, 0) AS h, t FROM (" + ROWS + ")";
      assertThat(fixture.differences(table(key), expected)).as(key).isZero();
      ServedRequests before = fixture.s3.served();
      assertThat(fixture.differences(table(key), expected)).as(key).isZero();
      assertThat(fixture.s3.served().since(before).bytes()).as(key).isZero();
      assertThat(fixture.s3.served().since(before).gets()).as(key).isZero();
      assertThat(fixture.s3.served().since(before).lists()).as(key).isPositive();
    }
  }

  @Test
  void neverServesWhatWasReplaced() throws Exception {
    fixture.copy("x.parquet", ROWS, "FORMAT parquet");
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    fixture.copy("x.parquet", OTHERS, "FORMAT parquet");
    assertThat(fixture.differences(table("x.parquet"), OTHERS)).isZero();
    fixture.copy("x.parquet", ROWS, "FORMAT parquet");
    ServedRequests before = fixture.s3.served();
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    assertThat(fixture.s3.served().since(before).bytes()).isZero(); // it has its first tag again
  }

  @Test
  void staysWithWhatWasListedWhereAllOfItIsKept() throws Exception {
    fixture.copy("x.parquet", ROWS, "FORMAT parquet");
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    S3Table table = table("x.parquet");
    S3Fixture.rowType(table);
    fixture.copy("x.parquet", OTHERS, "FORMAT parquet");
    assertThat(fixture.differences(table, ROWS)).isZero();
  }

  @Test
  void fetchesDamagedBlocksAgain() throws Exception {
    fixture.copy("x.parquet", ROWS, "FORMAT parquet");
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    List<Path> blocks = files();
    assertThat(blocks.size()).isGreaterThan(3);
    for (Path block : blocks.subList(0, 2)) {
      try (RandomAccessFile file = new RandomAccessFile(block.toFile(), "rw")) {
        file.seek(1000);
        file.write(new byte[3000]);
      }
    }
    ServedRequests before = fixture.s3.served();
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    assertThat(fixture.s3.served().since(before).bytes()).isPositive().isLessThan(3L * BLOCK_BYTES);
    before = fixture.s3.served();
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    assertThat(fixture.s3.served().since(before).bytes()).isZero();
  }

  @Test
  void goesOnWhereTheDirectoryIsNone() throws Exception {
    Files.writeString(cache, "a file");
    fixture.copy("x.parquet", ROWS, "FORMAT parquet");
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    ServedRequests before = fixture.s3.served();
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
    assertThat(fixture.s3.served().since(before).bytes()).isPositive();
  }

  @Test
  void isNotSharedWithOtherCredentials() throws Exception {
    Files.write(directory.resolve("object"), new byte[1000]);
    fixture.s3.put(S3Fixture.BUCKET, "object", directory.resolve("object"));
    try (ObjectStore store = store(operand())) {
      StoredObject object = store.list("object", 1).get(0);
      assertThat(store.session(new RequestTracker()).read(object, 0, 1000)).hasSize(1000);
      Map<String, Object> operand = operand();
      operand.put("accessKey", "somebody");
      try (ObjectStore other = store(operand)) {
        assertThatThrownBy(() -> other.session(new RequestTracker()).read(object, 0, 1000))
            .isInstanceOf(StrakeException.class)
            .hasMessageContaining("refused");
      }
    }
  }

  @Test
  void refusesOperandsThatDoNotFit() {
    Map<String, Object> small = operand();
    small.put("cacheSize", "1MB");
    assertThatThrownBy(() -> S3Options.fromOperand("lake", small))
        .hasMessageContaining("s3 source 'lake': operand 'cacheSize' must be 64MB or more");
    Map<String, Object> secret = operand();
    secret.put("sseCustomerKey", java.util.Base64.getEncoder().encodeToString(new byte[32]));
    assertThatThrownBy(() -> S3Options.fromOperand("lake", secret))
        .hasMessageContaining("operand 'cache' must be left out with sseCustomerKey");
  }

  @Test
  void servesRandomRangesToTwoStoresAtOnce() throws Exception {
    byte[] content = new byte[5 * BLOCK_BYTES + 12_345];
    new Random(2).nextBytes(content);
    fixture.s3.put(S3Fixture.BUCKET, "x", Files.write(directory.resolve("x"), content));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ObjectStore one = store(operand());
        ObjectStore other = store(operand())) {
      StoredObject object = one.list("x", 1).get(0);
      List<Future<Long>> readers = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        RequestTracker tracker = new RequestTracker();
        ObjectSession session = (t % 2 == 0 ? one : other).session(tracker);
        Random random = new Random(t);
        readers.add(threads.submit(() -> readRandomly(session, object, content, random, tracker)));
      }
      for (Future<Long> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private long readRandomly(
      ObjectSession session,
      StoredObject object,
      byte[] content,
      Random random,
      RequestTracker tracker)
      throws IOException {
    for (int i = 0; i < 150; i++) {
      int from = random.nextInt(content.length);
      int length = random.nextInt(content.length - from);
      byte[] expected = Arrays.copyOfRange(content, from, from + length);
      if (i % 10 == 0) {
        try (InputStream in = session.open(object)) {
          assertThat(in.readNBytes(length)).isEqualTo(Arrays.copyOf(content, length));
          assertThat(i % 20 > 0 || Arrays.equals(in.readAllBytes(), tail(content, length)))
              .isTrue();
        }
      } else {
        assertThat(session.read(object, from, length)).isEqualTo(expected);
      }
      if (i % 7 == 0) { // what another process does that has less room
        List<Path> files = files();
        if (!files.isEmpty()) {
          Files.deleteIfExists(files.get(random.nextInt(files.size())));
        }
      }
    }
    return tracker.cachedBytes();
  }

  private static byte[] tail(byte[] content, int from) {
    return Arrays.copyOfRange(content, from, content.length);
  }

  @Test
  void leavesWholeBlocksOnlyWhereAScanIsCancelled() throws Exception {
    fixture.copy("x.parquet", ROWS, "FORMAT parquet, ROW_GROUP_SIZE 10000");
    for (int run = 0; run < 8; run++) {
      ExecutionContext context = fixture.context();
      int delay = run;
      S3Table table = table("x.parquet");
      S3Fixture.rowType(table);
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(10L * delay);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                context.cancel();
              });
      try (ArrowReader reader = fixture.scan(table, context)) {
        canceller.start();
        assertThatThrownBy(
                () -> {
                  while (reader.loadNextBatch()) {
                    Thread.sleep(5);
                  }
                  context.checkActive();
                })
            .hasMessageContaining("cancel");
      }
      canceller.join();
    }
    fixture.closeSchemas(); // after which nobody writes
    for (Path file : files()) {
      assertThat(file.toString()).doesNotEndWith(".tmp");
    }
    assertThat(fixture.differences(table("x.parquet"), ROWS)).isZero();
  }

  private S3Table table(String key) {
    Map<String, Object> operand = operand();
    operand.put("definitions", List.of(S3Fixture.definition("t", key)));
    return S3Fixture.table(fixture.open(operand));
  }

  private Map<String, Object> operand() {
    Map<String, Object> operand = new HashMap<>();
    operand.put("endpoint", fixture.s3.endpoint());
    operand.put("bucket", S3Fixture.BUCKET);
    operand.put("accessKey", fixture.s3.accessKey());
    operand.put("secretKey", fixture.s3.secretKey());
    operand.put("cache", cache.toString());
    operand.put("cacheSize", "1GB");
    return operand;
  }

  private static ObjectStore store(Map<String, Object> operand) {
    StoreOptions options = S3Options.fromOperand("lake", operand).store();
    return ObjectStore.of(options, new S3Errors(options), name -> null);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.find(cache, 9, (file, of) -> of.isRegularFile())) {
      return files.sorted().toList();
    } catch (java.io.UncheckedIOException e) {
      return List.of(); // a file was deleted while the directory was walked
    }
  }
}

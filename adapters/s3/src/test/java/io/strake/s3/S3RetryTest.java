/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static io.strake.s3.FaultProxy.DROP;
import static io.strake.s3.FaultProxy.FORWARD;
import static io.strake.s3.FaultProxy.cutAfter;
import static io.strake.s3.FaultProxy.error;
import static io.strake.s3.FaultProxy.header;
import static io.strake.s3.FaultProxy.resetAfter;
import static io.strake.s3.FaultProxy.text;
import static io.strake.s3.ProxiedStore.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.StoredObject;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests that a busy store refuses or that break. */
class S3RetryTest {
  @TempDir Path directory;
  private ProxiedStore servers;
  private StoredObject object;

  @BeforeEach
  void start() throws Exception {
    servers = new ProxiedStore(directory);
    object = servers.object();
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void triesAgainWhileTheServerIsBusy() {
    ObjectStore store = servers.store();
    servers.proxy.answers(error(503, "SlowDown"), text(503, "text/html", "<h1>busy</h1>"));
    assertThat(store.list(ProxiedStore.PREFIX, 1_000)).containsExactly(object);
    assertThat(servers.proxy.requests()).hasSize(3);

    servers.proxy.answers(error(500, "InternalError"), text(502, "text/plain", "bad gateway"));
    assertThat(servers.read(store, object)).isEqualTo(servers.content);
    assertThat(servers.proxy.requests()).hasSize(3);
  }

  @Test
  void signsEveryAttemptAnew() throws Exception {
    ObjectStore store = servers.store();
    servers.proxy.answers(error(503, "SlowDown", "Retry-After: 2"));
    assertThat(servers.read(store, object)).isEqualTo(servers.content);
    List<String> requests = servers.proxy.requests();
    assertThat(header(requests.get(1), "x-amz-date"))
        .isGreaterThan(header(requests.get(0), "x-amz-date"));
  }

  @Test
  void namesTheObjectAndTheAttemptsOfAStormThatDoesNotEnd() {
    ObjectStore store = servers.store("maxAttempts", 3);
    servers.proxy.script(head -> error(503, "SlowDown"));
    assertFails(
        () -> servers.read(store, object),
        ErrorCode.SOURCE_BUSY,
        "s3 source 'lake': the server is too busy for 'data/dir/x.bin', 503 SlowDown at attempt 3 of 3;"
            + " run the query later");
    assertThat(servers.proxy.requests()).hasSize(3);
    servers.proxy.script(head -> error(500, "InternalError"));
    assertFails(
        () -> store.list(ProxiedStore.PREFIX, 1_000),
        ErrorCode.SOURCE_FAILED,
        "the server failed on 'data/dir/x.bin', 500 InternalError at attempt 3 of 3");
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    ObjectStore store = servers.store("requestTimeout", "PT10S");
    servers.proxy.answers(error(429, "TooManyRequests", "Retry-After: 2"));
    long begin = System.nanoTime();
    assertThat(servers.read(store, object)).isEqualTo(servers.content);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));

    servers.proxy.script(head -> error(503, "SlowDown", "Retry-After: 3600"));
    assertFails(
        () -> servers.read(store, object),
        ErrorCode.SOURCE_BUSY,
        "503 SlowDown at attempt 1 of 5, with the wish to wait 3600 seconds");
    assertThat(servers.proxy.requests()).hasSize(1);
  }

  @Test
  void doesNotRepeatWhatIsRefusedForGood() {
    ObjectStore store = servers.store();
    servers.proxy.script(head -> error(403, "AccessDenied"));
    assertFails(
        () -> servers.read(store, object),
        ErrorCode.SOURCE_DENIED,
        "access to 'data/dir/x.bin' was refused, AccessDenied");
    assertThat(servers.proxy.requests()).hasSize(1);
  }

  @Test
  void repeatsRequestsWhoseConnectionBreaks() {
    ObjectStore store = servers.store();
    servers.proxy.answers(DROP, DROP, DROP);
    assertThat(servers.read(store, object)).isEqualTo(servers.content);
    servers.proxy.answers(cutAfter(20)); // within the listing
    assertThat(store.list(ProxiedStore.PREFIX, 1_000)).containsExactly(object);
    assertThat(servers.proxy.requests()).hasSize(2);
    servers.proxy.script(head -> DROP);
    assertFails(
        () -> servers.read(store, object),
        ErrorCode.SOURCE_UNAVAILABLE,
        "no answer from " + servers.proxy.endpoint() + " for 'data/dir/x.bin'");
  }

  @Test
  void continuesACutBodyWhereItStopped() {
    ObjectStore store = servers.store();
    servers.proxy.answers(cutAfter(100_000), cutAfter(50_000));
    byte[] bytes = store.session(new RequestTracker()).read(object, 10, 200_000);
    assertThat(bytes).isEqualTo(Arrays.copyOfRange(servers.content, 10, 200_010));
    List<String> requests = servers.proxy.requests();
    assertThat(requests.stream().map(head -> header(head, "range")))
        .containsExactly("bytes=10-200009", "bytes=100010-200009", "bytes=150010-200009");
    assertThat(requests)
        .allSatisfy(
            head -> assertThat(header(head, "if-match")).isEqualTo('"' + object.etag() + '"'));
  }

  @Test
  void continuesAStreamAfterAReset() throws Exception {
    ObjectStore store = servers.store();
    servers.proxy.answers(resetAfter(100_000), cutAfter(0), resetAfter(1));
    try (InputStream in = store.session(new RequestTracker()).open(object)) {
      assertThat(in.readAllBytes()).isEqualTo(servers.content);
    }
    assertThat(servers.proxy.requests()).hasSize(4);
    assertThat(header(servers.proxy.requests().get(1), "range")).isEqualTo("bytes=100000-299999");
  }

  @Test
  void givesUpABodyThatBreaksAgainAndAgain() {
    ObjectStore store = servers.store("maxAttempts", 4);
    servers.proxy.script(head -> cutAfter(10));
    assertFails(
        () -> servers.read(store, object),
        ErrorCode.SOURCE_UNAVAILABLE,
        "the answer of " + servers.proxy.endpoint() + " for 'data/dir/x.bin' broke off");
    assertThat(servers.proxy.requests()).hasSize(4);
  }

  @Test
  void doesNotContinueWithAnotherContent() throws Exception {
    ObjectStore store = servers.store();
    servers.proxy.answers(cutAfter(1000));
    try (InputStream in = store.session(new RequestTracker()).open(object)) {
      servers.put(new byte[300_000]);
      assertFails(
          in::readAllBytes, ErrorCode.SOURCE_FAILED, "object 'data/dir/x.bin' was replaced");
    }
    StoredObject untagged = new StoredObject(object.key(), "", object.size());
    servers.proxy.answers(cutAfter(1000));
    assertFails(() -> servers.read(store, untagged), ErrorCode.SOURCE_UNAVAILABLE, "broke off");
  }

  @Test
  void refusesAServerThatIgnoresRanges() {
    ObjectStore store = servers.store();
    servers.proxy.script(head -> text(200, "application/octet-stream", "x".repeat(300_000)));
    assertFails(
        () -> store.session(new RequestTracker()).read(object, 7, 100),
        ErrorCode.SOURCE_FAILED,
        "Strake needs a server that knows ranges");
  }

  @Test
  void stopsTryingWhenCancelled() throws Exception {
    ObjectStore store = servers.store("maxAttempts", 100);
    RequestTracker tracker = new RequestTracker();
    servers.proxy.script(head -> error(503, "SlowDown", "Retry-After: 50"));
    Thread canceller = atFirstRequest(servers.proxy, tracker::cancel);
    canceller.start();
    long begin = System.nanoTime();
    assertThatThrownBy(() -> store.session(tracker).read(object, 0, 10))
        .isInstanceOf(StrakeException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(servers.proxy.requests()).hasSize(1);
    canceller.join();
  }

  @Test
  void endsItsAttemptsWhenClosed() throws Exception {
    ObjectStore store = servers.store("maxAttempts", 100);
    servers.proxy.script(head -> error(503, "SlowDown", "Retry-After: 50"));
    Thread closer = atFirstRequest(servers.proxy, store::close);
    closer.start();
    long begin = System.nanoTime();
    assertThatThrownBy(() -> servers.read(store, object)).isInstanceOf(StrakeException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    closer.join();
  }

  @Test
  void scansFailOrEndWithTheirStatement() throws Exception {
    try (S3Fixture fixture = new S3Fixture(directory);
        FaultProxy proxy = new FaultProxy(fixture.s3.endpoint())) {
      fixture.copy("x.parquet", "SELECT i FROM range(100000) r(i)", "FORMAT parquet");
      Map<String, Object> operand = servers.operand("endpoint", proxy.endpoint(), "maxAttempts", 2);
      operand.put("accessKey", fixture.s3.accessKey());
      operand.put("secretKey", fixture.s3.secretKey());
      operand.put("definitions", List.of(S3Fixture.definition("t", "x.parquet")));
      try (S3Schema schema = new S3Schema(S3Options.fromOperand("lake", operand))) {
        S3Table table = S3Fixture.table(schema);
        S3Fixture.rowType(table);
        proxy.script(head -> error(503, "SlowDown"));
        try (ArrowReader reader = fixture.scan(table, fixture.context())) {
          assertFails(
              reader::loadNextBatch,
              ErrorCode.SOURCE_BUSY,
              "too busy for 'data/x.parquet', 503 SlowDown at attempt 2 of 2");
        }
        proxy.script(head -> FORWARD);
        S3Fixture.rowType(table);
        proxy.script(head -> error(503, "SlowDown", "Retry-After: 50"));
        ExecutionContext context = fixture.context();
        try (ArrowReader reader = fixture.scan(table, context)) {
          atFirstRequest(proxy, context::cancel).start();
          long begin = System.nanoTime();
          assertFails(reader::loadNextBatch, ErrorCode.CANCELLED, "cancelled");
          assertThat(Duration.ofNanos(System.nanoTime() - begin))
              .isLessThan(Duration.ofSeconds(10));
        }
      }
    }
  }

  private static Thread atFirstRequest(FaultProxy proxy, Runnable action) {
    return new Thread(
        () -> {
          while (proxy.requests().isEmpty()) {
            Thread.onSpinWait();
          }
          action.run();
        });
  }
}

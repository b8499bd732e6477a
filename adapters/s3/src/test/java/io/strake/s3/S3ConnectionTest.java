/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static io.strake.s3.FaultProxy.header;
import static io.strake.s3.ProxiedStore.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests carry, and which servers they trust. */
class S3ConnectionTest {
  private static final String CUSTOMER_KEY =
      Base64.getEncoder()
          .encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

  @TempDir Path directory;
  private ProxiedStore servers;

  @BeforeEach
  void start() throws Exception {
    servers = new ProxiedStore(directory);
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void trustsTheAuthorityThatTheModelNamesAndThoseOfTheJdk() throws Exception {
    PrivateCa authority = new PrivateCa(directory);
    try (FaultProxy tls = new FaultProxy(servers.s3.endpoint(), authority.context())) {
      ObjectStore trusting =
          servers.store("endpoint", tls.endpoint(), "caCertificate", authority.pem());
      StoredObject object = trusting.list(ProxiedStore.PREFIX, 1_000).get(0);
      assertThat(servers.read(trusting, object)).isEqualTo(servers.content);
      assertFails(
          () -> servers.store("endpoint", tls.endpoint()).check(),
          ErrorCode.SOURCE_UNAVAILABLE,
          "no answer from " + tls.endpoint());
    }
    OkHttpClient usual = new OkHttpClient();
    OkHttpClient.Builder trusting = new OkHttpClient.Builder();
    S3Options.fromOperand("lake", servers.operand("caCertificate", authority.pem()))
        .store()
        .connection()
        .certificates()
        .orElseThrow()
        .apply(trusting);
    assertThat(trusting.build().x509TrustManager().getAcceptedIssuers())
        .contains(usual.x509TrustManager().getAcceptedIssuers())
        .hasSize(usual.x509TrustManager().getAcceptedIssuers().length + 1);
  }

  @Test
  void saysThatTheRequesterPays() {
    ObjectStore store = servers.store("requesterPays", true);
    StoredObject object = store.list(ProxiedStore.PREFIX, 1_000).get(0);
    assertThat(servers.read(store, object)).isEqualTo(servers.content);
    assertThat(servers.proxy.requests())
        .hasSize(2)
        .allSatisfy(
            head -> {
              assertThat(header(head, "x-amz-request-payer")).isEqualTo("requester");
              assertThat(header(head, "authorization")).contains("x-amz-request-payer");
            });
    servers.proxy.script(head -> FaultProxy.FORWARD);
    servers.store().check();
    assertThat(header(servers.proxy.requests().get(0), "x-amz-request-payer")).isEmpty();
  }

  @Test
  void sendsTheCustomerKeyForObjectsOnly() {
    ObjectStore store = servers.store("sseCustomerKey", CUSTOMER_KEY);
    StoredObject object = store.list(ProxiedStore.PREFIX, 1_000).get(0);
    servers.proxy.script(head -> FaultProxy.text(400, "text/html", "no encryption"));
    Throwable failure = catchThrowable(() -> servers.read(store, object));
    String head = servers.proxy.requests().get(0);
    String prefix = "x-amz-server-side-encryption-customer-";
    assertThat(header(head, prefix + "algorithm")).isEqualTo("AES256");
    assertThat(header(head, prefix + "key")).isEqualTo(CUSTOMER_KEY);
    assertThat(header(head, prefix + "key-md5")).isEqualTo("hRasmdxgYDKV3nvbahU1MA==");
    assertThat(ProxiedStore.trace(failure)).contains("no encryption").doesNotContain(CUSTOMER_KEY);
    servers.proxy.script(listing -> FaultProxy.FORWARD);
    store.list(ProxiedStore.PREFIX, 1_000);
    assertThat(servers.proxy.requests().get(0)).doesNotContain(CUSTOMER_KEY);
  }

  @Test
  void hasNoMoreRequestsAtATimeThanAllowed() throws Exception {
    StoredObject object = servers.object();
    assertThat(mostRequestsAtATime(servers.store("maxConnections", 2), object)).isEqualTo(2);
    assertThat(mostRequestsAtATime(servers.store(), object)).isEqualTo(6);
    assertThat(S3Options.fromOperand("lake", servers.operand()).store().connection())
        .satisfies(connection -> assertThat(connection.maxConnections()).isEqualTo(64))
        .satisfies(connection -> assertThat(connection.retries().maxAttempts()).isEqualTo(5));
  }

  private int mostRequestsAtATime(ObjectStore store, StoredObject object) throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    servers.proxy.script(
        head -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          FaultProxy.sleep();
          now.decrementAndGet();
          return FaultProxy.FORWARD;
        });
    ExecutorService threads = Executors.newFixedThreadPool(6);
    for (int i = 0; i < 6; i++) {
      threads.execute(() -> servers.read(store, object));
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    return most.get();
  }

  @Test
  void refusesMalformedOperandsWithoutShowingThem() throws Exception {
    Path text = Files.writeString(directory.resolve("no.pem"), "no certificate");
    for (Map.Entry<String, List<String>> wrong :
        Map.of(
                "sseCustomerKey", List.of("hidden", "aGlkZGVu", "***"),
                "caCertificate", List.of("/nowhere/ca.pem", text.toString()),
                "maxConnections", List.of("0", "many"),
                "maxAttempts", List.of("0", "-1"),
                "requesterPays", List.of("perhaps"),
                "endpoint", List.of("s3.example.com", "https://s3.example.com/path"))
            .entrySet()) {
      for (String value : wrong.getValue()) {
        assertFails(
            () -> S3Options.fromOperand("lake", servers.operand(wrong.getKey(), value)),
            ErrorCode.INVALID_CONFIGURATION,
            "s3 source 'lake': operand '" + wrong.getKey() + "' must be");
      }
    }
    assertFails(
        () ->
            S3Options.fromOperand(
                "lake",
                servers.operand(
                    "endpoint", "http://s3.example.com", "sseCustomerKey", CUSTOMER_KEY)),
        ErrorCode.INVALID_CONFIGURATION,
        "operand 'sseCustomerKey' must be left out unless the endpoint has https");
    assertThat(
            S3Options.fromOperand("lake", servers.operand("sseCustomerKey", CUSTOMER_KEY))
                .store()
                .connection()
                .toString())
        .doesNotContain(CUSTOMER_KEY);
  }
}

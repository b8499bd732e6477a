/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static io.strake.s3.FaultProxy.FORWARD;
import static io.strake.s3.FaultProxy.error;
import static io.strake.s3.FaultProxy.header;
import static io.strake.s3.ProxiedStore.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.StoredObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the keys of requests come from, and what happens when they end. */
class S3CredentialsTest {
  @TempDir Path directory;
  private ProxiedStore servers;
  private CredentialServer handout;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() throws Exception {
    servers = new ProxiedStore(directory);
    handout = new CredentialServer(servers.s3.accessKey(), servers.s3.secretKey());
    // not the file of the user who runs the tests
    environment.put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("absent").toString());
  }

  @AfterEach
  void stop() {
    handout.close();
    servers.close();
  }

  @Test
  void sendsNoSignatureWithoutKeys() {
    for (Map<String, Object> operand :
        java.util.List.of(servers.operand(), servers.operand("credentials", "anonymous"))) {
      servers.proxy.script(head -> FORWARD);
      assertFails(
          () -> list(operand),
          ErrorCode.SOURCE_DENIED,
          "access to 'data/dir/x.bin' was refused, AccessDenied; check operand credentials");
      assertThat(servers.proxy.requests())
          .singleElement()
          .satisfies(head -> assertThat(head).doesNotContainIgnoringCase("authorization:"))
          .satisfies(head -> assertThat(head).doesNotContainIgnoringCase("x-amz-date:"));
    }
  }

  @Test
  void readsPublicObjectsWithoutKeys() throws Exception {
    servers.proxy.script(
        head ->
            FaultProxy.text(
                200,
                "application/xml",
                "<ListBucketResult><Name>data</Name><Prefix/><KeyCount>1</KeyCount>"
                    + "<MaxKeys>9</MaxKeys><IsTruncated>false</IsTruncated><Contents><Key>dir/x.bin</Key>"
                    + "<ETag>&quot;e&quot;</ETag><Size>3</Size>"
                    + "<LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                    + "</Contents></ListBucketResult>"));
    assertThat(
            servers
                .store(servers.operand("credentials", "anonymous"), environment)
                .list(ProxiedStore.PREFIX, 1_000))
        .containsExactly(new StoredObject("dir/x.bin", "e", 3));
  }

  @Test
  void takesTheKeysOfTheEnvironment() {
    environment.put("AWS_ACCESS_KEY_ID", servers.s3.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", servers.s3.secretKey());
    environment.put("AWS_SESSION_TOKEN", "token-of-the-environment");
    list(servers.operand("credentials", "environment"));
    assertThat(lastToken()).isEqualTo("token-of-the-environment");
    environment.remove("AWS_SECRET_ACCESS_KEY");
    assertFails(
        () -> list(servers.operand("credentials", "environment")),
        ErrorCode.SOURCE_DENIED,
        "no credentials for 'data/dir/x.bin', Secret key does not exist");
  }

  @Test
  void readsTheProfileForEveryRequest() throws Exception {
    Path file = directory.resolve("credentials");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
    Files.writeString(file, "[default]\naws_access_key_id = a\naws_secret_access_key = b\n");
    Map<String, Object> operand = servers.operand("credentials", "profile", "profile", "lake");
    ObjectStore store = servers.store(operand, environment);
    assertFails(
        () -> store.list(ProxiedStore.PREFIX, 1_000),
        ErrorCode.SOURCE_DENIED,
        "no credentials for 'data/dir/x.bin', Profile lake does not exist");
    Files.writeString(
        file,
        "[default]\naws_access_key_id = a\naws_secret_access_key = b\n[lake]\naws_access_key_id = "
            + servers.s3.accessKey()
            + "\naws_secret_access_key = "
            + servers.s3.secretKey()
            + "\n");
    assertThat(store.list(ProxiedStore.PREFIX, 1_000)).hasSize(1);
  }

  @Test
  void exchangesAWebIdentity() throws Exception {
    webIdentity();
    list(servers.operand("credentials", "webIdentity", "stsEndpoint", handout.endpoint()));
    assertThat(lastToken()).isEqualTo("token-1");
    assertThat(handout.requests().get(0).parameters())
        .contains("Action=AssumeRoleWithWebIdentity")
        .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr")
        .contains("WebIdentityToken=jwt-secret");
    handout.refuse(403);
    assertFails(
        () ->
            list(servers.operand("credentials", "webIdentity", "stsEndpoint", handout.endpoint())),
        ErrorCode.SOURCE_DENIED,
        "check the token in AWS_WEB_IDENTITY_TOKEN_FILE");
  }

  @Test
  void takesOnARole() {
    Map<String, Object> operand =
        servers.operand(
            "accessKey", "base-key",
            "secretKey", "base-secret",
            "sessionToken", "base-token",
            "roleArn", "arn:aws:iam::1:role/r",
            "externalId", "partner+7",
            "stsEndpoint", handout.endpoint());
    list(operand);
    assertThat(lastToken()).isEqualTo("token-1");
    CredentialServer.Request request = handout.requests().get(0);
    assertThat(request.parameters())
        .contains("Action=AssumeRole&")
        .contains("RoleSessionName=strake")
        .contains("ExternalId=partner%2B7");
    assertThat(request.token()).isEqualTo("base-token");
    assertThat(request.authorization())
        .contains("Credential=base-key/")
        .contains("/us-east-1/sts/aws4_request");
  }

  @Test
  void asksTheContainerAndTheInstance() throws Exception {
    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", handout.endpoint() + "/container");
    environment.put(
        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
        Files.writeString(directory.resolve("t"), CredentialServer.CONTAINER_TOKEN + "\n")
            .toString());
    list(servers.operand("credentials", "instance"));
    assertThat(lastToken()).isEqualTo("token-1");

    environment.remove("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", handout.endpoint());
    list(servers.operand("credentials", "instance"));
    assertThat(lastToken()).isEqualTo("token-2");

    environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/steal");
    assertFails(
        () -> list(servers.operand("credentials", "instance")),
        ErrorCode.SOURCE_DENIED,
        "AWS_CONTAINER_CREDENTIALS_FULL_URI is neither https nor an address of this machine");
  }

  @Test
  void takesTheFirstOfTheChain() throws Exception {
    Map<String, Object> operand =
        servers.operand("credentials", "chain", "stsEndpoint", handout.endpoint());
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", handout.endpoint());
    list(operand);
    assertThat(handout.requests().get(0).path()).startsWith("/latest/");

    webIdentity();
    list(operand);
    assertThat(lastToken()).isEqualTo("token-2");
    assertThat(handout.requests()).last().matches(request -> request.path().equals("/"));

    Path file =
        Files.writeString(
            directory.resolve("credentials"),
            "[default]\naws_access_key_id = p\naws_secret_access_key = p\n");
    environment.put("AWS_SHARED_CREDENTIALS_FILE", file.toString());
    assertThat(catchThrowable(() -> list(operand))).isNotNull();
    assertThat(lastAuthorization()).contains("Credential=p/");

    environment.put("AWS_ACCESS_KEY_ID", servers.s3.accessKey());
    environment.put("AWS_SECRET_ACCESS_KEY", servers.s3.secretKey());
    list(operand);
    assertThat(lastToken()).isEmpty();
    assertThat(handout.issued()).isEqualTo(2);
  }

  @Test
  void doesNotGoOnUnderAnotherIdentityWhenTheFirstOfTheChainFails() throws Exception {
    webIdentity();
    environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", handout.endpoint());
    try (CredentialServer failing = new CredentialServer("x", "y")) {
      failing.refuse(403);
      assertFails(
          () -> list(servers.operand("credentials", "chain", "stsEndpoint", failing.endpoint())),
          ErrorCode.SOURCE_DENIED,
          "no credentials for 'data/dir/x.bin', STS service failed with HTTP status code 403");
    }
    assertThat(handout.issued()).isZero();
  }

  @Test
  void renewsATokenThatExpiresWithinAScan() throws Exception {
    try (S3Fixture fixture = new S3Fixture(directory);
        CredentialServer sts =
            new CredentialServer(fixture.s3.accessKey(), fixture.s3.secretKey());
        FaultProxy proxy = new FaultProxy(fixture.s3.endpoint())) {
      String rows = "SELECT i, hash(i) AS h, hash(i * 3)::text AS t FROM range(100000) r(i)";
      fixture.copy("x.parquet", rows, "FORMAT parquet, ROW_GROUP_SIZE 10240");
      AtomicInteger reads = new AtomicInteger();
      proxy.script(
          head -> {
            boolean isRead = head.startsWith("GET /data/x.parquet");
            String valid = isRead && reads.incrementAndGet() > 4 ? "token-2" : "token-1";
            boolean isValid = header(head, "x-amz-security-token").equals(valid);
            return isValid ? FORWARD : error(400, "ExpiredToken");
          });
      webIdentity();
      Map<String, Object> operand =
          servers.operand(
              "endpoint", proxy.endpoint(),
              "credentials", "webIdentity",
              "stsEndpoint", sts.endpoint(),
              "definitions", java.util.List.of(S3Fixture.definition("t", "x.parquet")));
      try (S3Schema schema =
          new S3Schema(S3Options.fromOperand("lake", operand), environment::get)) {
        assertThat(fixture.differences(S3Fixture.table(schema), rows)).isZero();
      }
      assertThat(reads.get()).isGreaterThan(6);
      assertThat(sts.issued()).isEqualTo(2);
    }
  }

  @Test
  void saysWhatToRenewAndShowsNoSecret() throws Exception {
    servers.proxy.script(head -> error(403, "InvalidToken"));
    Map<String, Object> operand =
        servers.operand(
            "accessKey",
            "AKIDHIDDEN",
            "secretKey",
            "hidden-secret",
            "sessionToken",
            "hidden-token");
    assertFails(
        () -> list(operand),
        ErrorCode.SOURCE_DENIED,
        "access to 'data/dir/x.bin' was refused, InvalidToken; renew operands accessKey, secretKey"
            + " and sessionToken");
    assertThat(servers.proxy.requests()).hasSize(2); // the one, and one with what was fetched again
    assertThat(lastToken()).isEqualTo("hidden-token");
    assertThat(ProxiedStore.trace(catchThrowable(() -> list(operand)))).doesNotContain("hidden");
    servers.proxy.script(head -> FaultProxy.text(404, "text/html", "no"));
    assertThat(ProxiedStore.trace(catchThrowable(() -> list(operand)))).doesNotContain("hidden");
    assertThat(S3Options.fromOperand("lake", operand).toString()).doesNotContain("hidden");
    assertThat(S3Options.fromOperand("lake", operand).store().credentials().toString())
        .isEqualTo("S3Credentials[static]");
    webIdentity();
    handout.refuse(500);
    Map<String, Object> identity =
        servers.operand("credentials", "webIdentity", "stsEndpoint", handout.endpoint());
    assertThat(ProxiedStore.trace(catchThrowable(() -> list(identity))))
        .contains("500 at attempt 5 of 5")
        .doesNotContain("jwt-secret");
  }

  @Test
  void refusesContradictions() {
    for (Object[] wrong :
        new Object[][] {
          {"credentials", "magic"},
          {"credentials", "static"},
          {"credentials", "environment", "accessKey", "a", "secretKey", "b"},
          {"secretKey", "b"},
          {"sessionToken", "t"},
          {"accessKey", " ", "secretKey", "b"},
          {"profile", "p"},
          {"roleArn", "arn:aws:iam::1:role/r"},
          {"credentials", "chain", "externalId", "x1"},
          {"credentials", "chain", "roleArn", "r", "externalId", "a b"},
          {"credentials", "chain", "roleArn", "r", "roleSessionName", "?"},
          {"credentials", "chain", "stsEndpoint", "sts"}
        }) {
      assertFails(
          () -> S3Options.fromOperand("lake", servers.operand(wrong)),
          ErrorCode.INVALID_CONFIGURATION,
          "s3 source 'lake': operand '");
    }
  }

  private void webIdentity() throws Exception {
    Path token = Files.writeString(directory.resolve("jwt"), "jwt-secret\n");
    environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
    environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
  }

  private void list(Map<String, Object> operand) {
    assertThat(servers.store(operand, environment).list(ProxiedStore.PREFIX, 1_000)).hasSize(1);
  }

  private String lastToken() {
    return header(lastRequest(), "x-amz-security-token");
  }

  private String lastAuthorization() {
    return header(lastRequest(), "authorization");
  }

  private String lastRequest() {
    return servers.proxy.requests().get(servers.proxy.requests().size() - 1);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.minio.Checksum;
import io.minio.Signer;
import io.minio.Time;
import io.minio.credentials.Credentials;
import io.strake.embedded.EmbeddedS3;
import io.strake.planner.StrakeException;
import io.strake.s3.S3Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures, against those of the client of MinIO and at a server that checks them. */
final class RequestSignerTest {
  @TempDir Path directory;

  @Test
  void signsAsTheClientOfMinioDoes() throws Exception {
    Random random = new Random(3);
    RequestSigner signer = new RequestSigner("eu-central-1");
    for (int i = 0; i < 300; i++) {
      HttpUrl.Builder url = HttpUrl.get("https://s3.example.com:9000/bucket/").newBuilder();
      for (int s = random.nextInt(3); s >= 0; s--) {
        url.addPathSegment(text(random));
      }
      for (int q = random.nextInt(4); q > 0; q--) {
        url.addEncodedQueryParameter("p" + random.nextInt(20), "v%2F" + random.nextInt(9));
      }
      Request.Builder request = new Request.Builder().url(url.build());
      request.header("Host", "s3.example.com:9000").header("User-Agent", "any");
      if (random.nextBoolean()) {
        request.header("Range", "bytes=1-" + random.nextInt(1_000));
      }
      if (random.nextBoolean()) {
        request.header("If-Match", "\"" + random.nextInt() + "\"");
      }
      String token = random.nextBoolean() ? "token" + i : null;
      Credentials keys = new Credentials("key" + i % 3, "secret" + i % 2, token, null);
      Instant now = Instant.ofEpochSecond(1_790_000_000L + random.nextInt(200_000));

      request.header(
          "x-amz-date", ZonedDateTime.ofInstant(now, ZoneOffset.UTC).format(Time.AMZ_DATE_FORMAT));
      request.header("x-amz-content-sha256", Checksum.ZERO_SHA256_HASH);
      if (token != null) {
        request.header("x-amz-security-token", token);
      }
      Request expected =
          Signer.signV4S3(
              request.build(),
              "eu-central-1",
              keys.accessKey(),
              keys.secretKey(),
              Checksum.ZERO_SHA256_HASH);
      assertThat(signer.sign(request.build(), keys, now).header("Authorization"))
          .as(expected.url().toString())
          .isEqualTo(expected.header("Authorization"));
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder("a");
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append("aZ09-._~ =+é%&".charAt(random.nextInt(14)));
    }
    return text.toString();
  }

  @Test
  void readsKeysOfAnyCharacters() throws Exception {
    try (EmbeddedS3 s3 = EmbeddedS3.start()) {
      s3.createBucket("data");
      StoreOptions options =
          S3Options.fromOperand(
                  "lake",
                  Map.of(
                      "endpoint",
                      s3.endpoint(),
                      "bucket",
                      "data",
                      "accessKey",
                      s3.accessKey(),
                      "secretKey",
                      s3.secretKey()))
              .store();
      try (ObjectStore store = ObjectStore.of(options, new S3Errors(options), name -> null)) {
        ObjectSession session = store.session(new RequestTracker());
        for (String name :
            List.of("plain", "a b", "a+b", "a=1;b,c", "ä€😀", "a%41", "a&b", "a'(b)!*", "a#b?c")) {
          String key = "k/" + name + "/" + name;
          byte[] content = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
          s3.put("data", key, Files.write(directory.resolve("object"), content));
          StoredObject object = store.list(key, 1).get(0);
          assertThat(object.key()).isEqualTo(key);
          assertThat(session.read(object, 0, content.length)).as(key).isEqualTo(content);
          assertThat(session.read(object, 1, content.length - 1))
              .as(key)
              .isEqualTo(Arrays.copyOfRange(content, 1, content.length));
        }
        Assertions.assertThatThrownBy(
                () -> session.read(new StoredObject("k/../x", "tag", 1), 0, 1))
            .isInstanceOf(StrakeException.class)
            .hasMessageContaining("'data/k/../x'");
      }
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedS3Test {
  private static EmbeddedS3 s3;
  private static MinioClient client;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    s3 = EmbeddedS3.start();
    s3.createBucket("data");
    s3.createBucket("data");
    Path file = Files.writeString(directory.resolve("content"), "0123456789");
    for (String key : List.of("a/1.txt", "a/2.txt", "a/b/3.txt", "c/4.txt", "p=1/x y+ü.txt")) {
      s3.put("data", key, file);
    }
    client = client(s3.secretKey());
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    s3.close();
  }

  @Test
  void listsWithPrefixDelimiterAndStart() throws Exception {
    assertThat(keys(ListObjectsArgs.builder().bucket("data").recursive(true)))
        .containsExactly("a/1.txt", "a/2.txt", "a/b/3.txt", "c/4.txt", "p=1/x y+ü.txt");
    assertThat(keys(ListObjectsArgs.builder().bucket("data").recursive(true).prefix("a/")))
        .containsExactly("a/1.txt", "a/2.txt", "a/b/3.txt");
    assertThat(keys(ListObjectsArgs.builder().bucket("data").prefix("a/")))
        .containsExactlyInAnyOrder("a/1.txt", "a/2.txt", "a/b/");
    assertThat(keys(ListObjectsArgs.builder().bucket("data").recursive(true).startAfter("a/2.txt")))
        .containsExactly("a/b/3.txt", "c/4.txt", "p=1/x y+ü.txt");
  }

  @Test
  void pagesThroughLongListings() throws Exception {
    assertThat(keys(ListObjectsArgs.builder().bucket("data").recursive(true).maxKeys(2)))
        .hasSize(5);
  }

  @Test
  void readsRanges() throws Exception {
    assertThat(read(client, GetObjectArgs.builder().offset(3L).length(4L))).isEqualTo("3456");
  }

  @Test
  void refusesAReadOfAChangedObject() throws Exception {
    String etag = item("a/1.txt").etag();
    assertThat(etag).isNotBlank();
    String quoted = "\"" + etag.replace("\"", "") + "\"";
    assertThat(read(client, GetObjectArgs.builder().matchETag(quoted))).isEqualTo("0123456789");
    assertThatThrownBy(
            () -> read(client, GetObjectArgs.builder().matchETag("\"" + "0".repeat(32) + "\"")))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            e -> assertThat(e.errorResponse().code()).isEqualTo("PreconditionFailed"));
  }

  @Test
  void refusesAWrongSecret() throws Exception {
    try (MinioClient wrong = client("wrong")) {
      assertThatThrownBy(() -> read(wrong, GetObjectArgs.builder()))
          .isInstanceOfSatisfying(
              ErrorResponseException.class,
              e -> assertThat(e.errorResponse().code()).isEqualTo("SignatureDoesNotMatch"));
    }
  }

  @Test
  void refusesUnsignedRequests() throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(s3.endpoint() + "/data/a/1.txt")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(403);
  }

  @Test
  void tellsAMissingBucketFromAMissingObject() {
    assertThatThrownBy(
            () -> client.getObject(GetObjectArgs.builder().bucket("none").object("x").build()))
        .hasMessageContaining("bucket");
    assertThatThrownBy(
            () -> client.getObject(GetObjectArgs.builder().bucket("data").object("x").build()))
        .hasMessageContaining("key");
  }

  @Test
  void closesMoreThanOnce() {
    EmbeddedS3 other = EmbeddedS3.start();
    other.createBucket("one");
    other.close();
    other.close();
    assertThatThrownBy(
            () ->
                HttpClient.newHttpClient()
                    .send(
                        HttpRequest.newBuilder(URI.create(other.endpoint())).build(),
                        HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(Exception.class);
  }

  private static MinioClient client(String secret) {
    return MinioClient.builder()
        .endpoint(s3.endpoint())
        .region("us-east-1")
        .credentials(s3.accessKey(), secret)
        .build();
  }

  private static String read(MinioClient from, GetObjectArgs.Builder args) throws Exception {
    try (InputStream in = from.getObject(args.bucket("data").object("a/1.txt").build())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Item item(String key) throws Exception {
    for (Result<Item> result :
        client.listObjects(ListObjectsArgs.builder().bucket("data").prefix(key).build())) {
      return result.get();
    }
    throw new AssertionError(key);
  }

  private static List<String> keys(ListObjectsArgs.Builder args) throws Exception {
    List<String> keys = new ArrayList<>();
    for (Result<Item> result : client.listObjects(args.build())) {
      keys.add(result.get().objectName());
    }
    return keys;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedS3;
import io.strake.planner.StrakeException;
import io.strake.s3.S3Options;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests for keys of any characters, at a server that checks their signatures. */
final class ObjectRequestsTest {
  @TempDir Path directory;

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

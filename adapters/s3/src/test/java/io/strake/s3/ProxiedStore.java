/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.embedded.EmbeddedS3;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoreOptions;
import io.strake.s3.store.StoredObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An S3 server with one object behind a proxy, and clients of it. */
final class ProxiedStore implements AutoCloseable {
  static final String BUCKET = "data";
  static final String KEY = "dir/x.bin";
  static final String PREFIX = KEY;

  final EmbeddedS3 s3 = EmbeddedS3.start();
  final FaultProxy proxy;
  final byte[] content = new byte[300_000];
  private final Path directory;
  private final List<ObjectStore> stores = new ArrayList<>();

  ProxiedStore(Path directory) throws IOException {
    this.directory = directory;
    this.proxy = new FaultProxy(s3.endpoint());
    new Random(1).nextBytes(content);
    s3.createBucket(BUCKET);
    put(content);
  }

  void put(byte[] bytes) throws IOException {
    s3.put(BUCKET, KEY, Files.write(directory.resolve("object"), bytes));
  }

  /** Returns the operands of a source behind the proxy; pairs of names and values come on top. */
  Map<String, Object> operand(Object... pairs) {
    Map<String, Object> operand = new HashMap<>();
    operand.put("endpoint", proxy.endpoint());
    operand.put("bucket", BUCKET);
    for (int i = 0; i < pairs.length; i += 2) {
      operand.put((String) pairs[i], pairs[i + 1]);
    }
    return operand;
  }

  /** Returns a client with the keys of the server. */
  ObjectStore store(Object... pairs) {
    Map<String, Object> operand = operand(pairs);
    operand.put("accessKey", s3.accessKey());
    operand.put("secretKey", s3.secretKey());
    return store(operand, Map.of());
  }

  /** Returns a client whose credentials come from an environment. */
  ObjectStore store(Map<String, ?> operand, Map<String, String> environment) {
    StoreOptions options = S3Options.fromOperand("lake", operand).store();
    ObjectStore store = ObjectStore.of(options, new S3Errors(options), environment::get);
    stores.add(store);
    return store;
  }

  /** Returns the object as a listing by an undisturbed client shows it. */
  StoredObject object() {
    try (FaultProxy direct = new FaultProxy(s3.endpoint())) {
      return store("endpoint", direct.endpoint()).list(PREFIX, 1_000).get(0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  byte[] read(ObjectStore store) {
    return read(store, object());
  }

  byte[] read(ObjectStore store, StoredObject object) {
    return store.session(new RequestTracker()).read(object, 0, content.length);
  }

  /** Returns all that a log would show of a failure. */
  static String trace(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  static void assertFails(ThrowingCallable action, ErrorCode code, String message) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(StrakeException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Override
  public void close() {
    stores.forEach(ObjectStore::close);
    proxy.close();
    s3.close();
  }
}

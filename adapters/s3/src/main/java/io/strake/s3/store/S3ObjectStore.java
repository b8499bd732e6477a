/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.jspecify.annotations.Nullable;

/** Client of one bucket. Thread-safe; {@link #close} ends its connections and threads. */
public final class S3ObjectStore implements ObjectStore {
  private static final int ONE_ANSWER = 1_000;

  private static final long IDLE_MINUTES = 5;

  /** Services that hand out credentials answer at once, and all requests wait for them. */
  private static final Duration CREDENTIALS_TIMEOUT = Duration.ofSeconds(20);

  private final StoreOptions options;
  private final S3Errors errors;
  private final OkHttpClient http;
  private final CredentialSource credentials;
  private final Optional<BlockDirectory> cache;
  private final RequestTracker tracker = new RequestTracker();
  private final MinioClient client;

  S3ObjectStore(
      StoreOptions options, S3Errors errors, UnaryOperator<@Nullable String> environment) {
    this.options = options;
    this.errors = errors;
    this.http = connections(options.connection());
    OkHttpClient services =
        http.newBuilder()
            .callTimeout(CREDENTIALS_TIMEOUT)
            .addInterceptor(new RetryInterceptor(options.connection().retries(), tracker))
            .build();
    this.credentials = new CredentialProviders(options, environment, services).source();
    this.cache = options.cache().map(BlockDirectory::new);
    this.client = client(tracker);
  }

  @Override
  public ObjectSession session(RequestTracker sessionTracker) {
    S3ObjectSession session =
        new S3ObjectSession(client(sessionTracker), options, errors, sessionTracker);
    return cache
        .<ObjectSession>map(
            blocks ->
                new CachedSession(session, blocks, options.identity(), errors, sessionTracker))
        .orElse(session);
  }

  @Override
  public List<StoredObject> list(String prefix, int max) {
    List<StoredObject> objects = new ArrayList<>();
    list(prefix, true, max, item -> objects.add(stored(item)));
    return objects;
  }

  @Override
  public ObjectTree.Directory directory(String prefix) {
    List<String> prefixes = new ArrayList<>();
    List<StoredObject> objects = new ArrayList<>();
    list(
        prefix,
        false,
        Integer.MAX_VALUE,
        item -> {
          if (item.isDir()) {
            prefixes.add(item.objectName());
          } else {
            objects.add(stored(item));
          }
        });
    return new ObjectTree.Directory(prefixes, objects);
  }

  @Override
  public void check() {
    list("", true, 1, item -> {});
  }

  private void list(String prefix, boolean recursive, int max, Consumer<Item> sink) {
    ListObjectsArgs args =
        ListObjectsArgs.builder()
            .bucket(options.bucket())
            .prefix(prefix)
            .recursive(recursive)
            .maxKeys(Math.min(max, ONE_ANSWER))
            .build();
    int count = 0;
    try {
      for (Result<Item> result : client.listObjects(args)) {
        sink.accept(result.get());
        if (++count == max) {
          return; // the next answer is not asked for
        }
      }
    } catch (MinioException | RuntimeException e) {
      throw errors.ofRequest(e, prefix);
    }
  }

  private static StoredObject stored(Item item) {
    return new StoredObject(item.objectName(), unquoted(item.etag()), item.size());
  }

  @Override
  public void close() {
    tracker.cancel();
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private static OkHttpClient connections(S3Connection connection) {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(connection.maxConnections());
    dispatcher.setMaxRequestsPerHost(connection.maxConnections());
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(
                new ConnectionPool(connection.maxConnections(), IDLE_MINUTES, TimeUnit.MINUTES))
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(connection.requestTimeout())
            .readTimeout(connection.requestTimeout())
            .writeTimeout(connection.requestTimeout())
            .followRedirects(false);
    connection.certificates().ifPresent(certificates -> certificates.apply(builder));
    return builder.build();
  }

  private MinioClient client(RequestTracker requests) {
    S3Connection connection = options.connection();
    OkHttpClient tracked =
        http.newBuilder()
            .eventListener(requests)
            .addInterceptor(new RetryInterceptor(connection.retries(), requests))
            .addInterceptor(
                new SigningInterceptor(credentials, connection.headers(), connection.region()))
            .build();
    MinioClient made =
        MinioClient.builder()
            .endpoint(connection.endpoint())
            .region(connection.region())
            .httpClient(tracked)
            .build();
    if (connection.pathStyle()) {
      made.disableVirtualStyleEndpoint();
    } else {
      made.enableVirtualStyleEndpoint();
    }
    return made;
  }

  private static String unquoted(String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }
}

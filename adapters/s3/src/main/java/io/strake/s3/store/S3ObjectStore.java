/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.ListObjectsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListObjectsResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
  private final RequestLimit limit;
  private final ObjectRequests requests;
  private final MinioAsyncClient client;

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
    this.limit = new RequestLimit(options.connection().maxConnections());
    this.requests = new ObjectRequests(options.connection(), options.bucket());
    this.client = lister();
  }

  @Override
  public ObjectSession session(RequestTracker sessionTracker) {
    S3ObjectSession session =
        new S3ObjectSession(http(sessionTracker), requests, options, errors, sessionTracker);
    return cache
        .<ObjectSession>map(
            blocks ->
                new CachedSession(session, blocks, options.identity(), errors, sessionTracker))
        .orElse(session);
  }

  @Override
  public List<StoredObject> list(String prefix, int max) {
    return list(prefix, "", max);
  }

  @Override
  public List<StoredObject> list(String prefix, String after, int max) {
    List<StoredObject> objects = new ArrayList<>();
    list(prefix, after, max, item -> objects.add(stored(item)));
    return objects;
  }

  @Override
  public ObjectTree.Directory directory(String prefix) {
    List<String> prefixes = new ArrayList<>();
    List<StoredObject> objects = new ArrayList<>();
    ListBucketResultV2 answer;
    String token = null;
    do {
      answer = answer(prefix, null, token);
      prefixes.addAll(prefixes(answer));
      objects.addAll(objects(answer));
      token = answer.nextContinuationToken();
    } while (answer.isTruncated() && token != null);
    return new ObjectTree.Directory(prefixes, objects, true);
  }

  @Override
  public ObjectTree.Directory directory(String prefix, String after) {
    ListBucketResultV2 answer = answer(prefix, after.isEmpty() ? null : after, null);
    return new ObjectTree.Directory(prefixes(answer), objects(answer), !answer.isTruncated());
  }

  private ListBucketResultV2 answer(String prefix, @Nullable String after, @Nullable String token) {
    ListObjectsV2Args args =
        ListObjectsV2Args.builder()
            .bucket(options.bucket())
            .prefix(prefix)
            .delimiter("/")
            .encodingType("url")
            .maxKeys(ONE_ANSWER)
            .startAfter(after)
            .continuationToken(token)
            .build();
    try {
      return client.listObjectsV2(args).get().result();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw errors.ofRequest(e, prefix);
    } catch (ExecutionException | RuntimeException e) {
      throw errors.ofRequest(e, prefix);
    }
  }

  private static List<String> prefixes(ListBucketResultV2 answer) {
    return answer.commonPrefixes().stream()
        .map(ListObjectsResult.Prefix::toItem)
        .map(item -> decoded(item, answer).objectName())
        .toList();
  }

  private static List<StoredObject> objects(ListBucketResultV2 answer) {
    return answer.contents().stream().map(item -> stored(decoded(item, answer))).toList();
  }

  private static Item decoded(Item item, ListBucketResultV2 answer) {
    item.setEncodingType(answer.encodingType());
    return item;
  }

  @Override
  public void check() {
    list("", "", 1, item -> {});
  }

  private void list(String prefix, String after, int max, Consumer<Item> sink) {
    ListObjectsArgs args =
        ListObjectsArgs.builder()
            .bucket(options.bucket())
            .prefix(prefix)
            .recursive(true)
            .startAfter(after.isEmpty() ? null : after)
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

  private OkHttpClient http(RequestTracker caller) {
    S3Connection connection = options.connection();
    return http.newBuilder()
        .eventListener(caller)
        .addInterceptor(new RetryInterceptor(connection.retries(), caller))
        .addInterceptor(limit)
        .addInterceptor(
            new SigningInterceptor(credentials, connection.headers(), connection.region()))
        .build();
  }

  /** Returns the client for listings, of the kind that shows where an answer ends. */
  private MinioAsyncClient lister() {
    MinioAsyncClient made =
        MinioAsyncClient.builder()
            .endpoint(options.connection().endpoint())
            .region(options.connection().region())
            .httpClient(http(tracker))
            .build();
    if (options.connection().pathStyle()) {
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

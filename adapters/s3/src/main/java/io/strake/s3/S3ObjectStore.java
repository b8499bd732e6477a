/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.minio.BucketArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.ServerSideEncryption;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import io.strake.s3.S3Credentials.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Client of one bucket. Thread-safe; {@link #close} ends its connections and threads. */
final class S3ObjectStore implements ObjectStore {
  private final S3Options options;
  private final S3Errors errors;
  private final OkHttpClient http;
  private final Optional<RenewableCredentials> credentials;
  private final MinioClient client;

  S3ObjectStore(S3Options options, S3Errors errors) {
    this.options = options;
    this.errors = errors;
    this.http = http(options.connection(), errors);
    this.credentials =
        options.credentials().kind() == Kind.ANONYMOUS
            ? Optional.empty()
            : Optional.of(new RenewableCredentials(options, http, errors));
    this.client = client(http);
  }

  private static OkHttpClient http(S3Connection connection, S3Errors errors) {
    Dispatcher dispatcher = new Dispatcher();
    // by itself OkHttp allows five requests per host, far fewer than an object store serves
    dispatcher.setMaxRequests(connection.maxConnections());
    dispatcher.setMaxRequestsPerHost(connection.maxConnections());
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool())
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(connection.requestTimeout())
            .readTimeout(connection.requestTimeout())
            .writeTimeout(connection.requestTimeout())
            .followRedirects(false)
            .addInterceptor(new RetryInterceptor(connection.maxAttempts()));
    connection.caCertificate().ifPresent(pem -> S3Trust.add(builder, pem, errors));
    return builder.build();
  }

  @Override
  public ObjectSession session(RequestTracker tracker) {
    OkHttpClient tracked = http.newBuilder().eventListener(tracker).build();
    return new S3ObjectSession(this, client(tracked), tracker, errors);
  }

  /** Returns the settings of the connection. */
  S3Connection connection() {
    return options.connection();
  }

  /** Returns whether a refused request is worth another try, with other credentials. */
  boolean isWorthRenewing(Throwable failure) {
    return credentials.isPresent() && S3Errors.isExpired(failure) && credentials.get().renew();
  }

  /** Returns a request for an object, pinned to the one that was listed. */
  GetObjectArgs.Builder get(StoredObject object) {
    GetObjectArgs.Builder args =
        GetObjectArgs.builder().bucket(options.bucket()).object(object.key());
    pay(args);
    options.connection().customerKey().ifPresent(key -> args.ssec(customerKey(key)));
    // the client sends the tag as it is given, and HTTP wants it in quotes
    return object.etag().isEmpty() ? args : args.matchETag('"' + object.etag() + '"');
  }

  private ServerSideEncryption.CustomerKey customerKey(String key) {
    try {
      return new ServerSideEncryption.CustomerKey(
          new SecretKeySpec(Base64.getDecoder().decode(key), "AES"));
    } catch (MinioException e) {
      throw errors.ofRequest(e, "");
    }
  }

  private void pay(BucketArgs.Builder<?, ?> args) {
    if (options.connection().requesterPays()) {
      args.extraHeaders(Map.of("x-amz-request-payer", "requester"));
    }
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

  /** Lists at most {@code max} items; goes on behind the last one if credentials expire. */
  private void list(String prefix, boolean recursive, int max, Consumer<Item> sink) {
    String last = null;
    int count = 0;
    boolean renewed = false;
    while (true) {
      ListObjectsArgs.Builder args =
          ListObjectsArgs.builder()
              .bucket(options.bucket())
              .prefix(prefix)
              .recursive(recursive)
              .maxKeys(Math.min(max, 1_000));
      pay(args);
      if (last != null) {
        args.startAfter(last);
      }
      try {
        for (Result<Item> result : client.listObjects(args.build())) {
          Item item = result.get();
          last = item.objectName();
          sink.accept(item);
          if (++count == max) {
            return; // the next answer is not asked for
          }
        }
        return;
      } catch (MinioException | RuntimeException e) {
        if (renewed || !isWorthRenewing(e)) {
          throw errors.ofRequest(e, prefix);
        }
        renewed = true;
      }
    }
  }

  private static StoredObject stored(Item item) {
    String etag = item.etag();
    return new StoredObject(
        item.objectName(), etag == null ? "" : etag.replace("\"", ""), item.size());
  }

  @Override
  public void close() {
    http.dispatcher().cancelAll();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private MinioClient client(OkHttpClient connection) {
    MinioClient.Builder builder =
        MinioClient.builder()
            .endpoint(options.endpoint())
            .region(options.region())
            .httpClient(connection);
    credentials.ifPresent(builder::credentialsProvider);
    MinioClient made = builder.build();
    if (options.connection().pathStyle()) {
      made.disableVirtualStyleEndpoint();
    } else {
      made.enableVirtualStyleEndpoint();
    }
    return made;
  }
}

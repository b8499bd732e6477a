/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MinioClient;
import io.minio.Result;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/** Client of one bucket. Thread-safe; {@link #close} ends its connections and threads. */
final class S3ObjectStore implements ObjectStore {
  /** OkHttp allows five requests per host by itself, far fewer than an object store serves. */
  private static final int MAX_REQUESTS = 64;

  private static final int MAX_ATTEMPTS = 4;
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final Set<Integer> RETRIED_STATUS = Set.of(429, 500, 502, 503, 504);

  private final S3Options options;
  private final S3Errors errors;
  private final OkHttpClient http;
  private final MinioClient client;

  S3ObjectStore(S3Options options, S3Errors errors) {
    this.options = options;
    this.errors = errors;
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(MAX_REQUESTS);
    dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(new ConnectionPool())
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectTimeout(options.requestTimeout())
            .readTimeout(options.requestTimeout())
            .writeTimeout(options.requestTimeout())
            .followRedirects(false)
            .addInterceptor(
                new Http.StatusRetryInterceptor(RETRIED_STATUS, FIRST_DELAY_MILLIS, MAX_ATTEMPTS))
            .build();
    this.client = client(http);
  }

  @Override
  public ObjectSession session(RequestTracker tracker) {
    OkHttpClient tracked = http.newBuilder().eventListener(tracker).build();
    return new S3ObjectSession(client(tracked), options.bucket(), errors);
  }

  @Override
  public List<StoredObject> list(String prefix, int max) {
    List<StoredObject> objects = new ArrayList<>();
    try {
      for (Result<Item> result : client.listObjects(listing(prefix).recursive(true).build())) {
        objects.add(stored(result.get()));
        if (objects.size() == max) {
          break; // the next answer is not asked for
        }
      }
      return objects;
    } catch (MinioException | RuntimeException e) {
      throw errors.ofRequest(e, prefix);
    }
  }

  @Override
  public ObjectTree.Directory directory(String prefix) {
    List<String> prefixes = new ArrayList<>();
    List<StoredObject> objects = new ArrayList<>();
    try {
      for (Result<Item> result : client.listObjects(listing(prefix).build())) {
        Item item = result.get();
        if (item.isDir()) {
          prefixes.add(item.objectName());
        } else {
          objects.add(stored(item));
        }
      }
      return new ObjectTree.Directory(prefixes, objects);
    } catch (MinioException | RuntimeException e) {
      throw errors.ofRequest(e, prefix);
    }
  }

  private ListObjectsArgs.Builder listing(String prefix) {
    return ListObjectsArgs.builder().bucket(options.bucket()).prefix(prefix);
  }

  private static StoredObject stored(Item item) {
    return new StoredObject(item.objectName(), unquoted(item.etag()), item.size());
  }

  @Override
  public void check() {
    try {
      for (Result<Item> result :
          client.listObjects(
              ListObjectsArgs.builder().bucket(options.bucket()).maxKeys(1).build())) {
        result.get();
        return;
      }
    } catch (MinioException | RuntimeException e) {
      throw errors.ofRequest(e, "");
    }
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
    if (options.accessKey().isPresent()) {
      builder.credentials(options.accessKey().get(), options.secretKey().orElseThrow());
    }
    MinioClient made = builder.build();
    if (options.pathStyle()) {
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

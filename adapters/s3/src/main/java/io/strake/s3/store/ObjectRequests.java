/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.Http;
import io.minio.Utils;
import io.minio.errors.MinioException;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Writer of requests for objects of one bucket, as yet without what the store must know of the one
 * who asks. Thread-safe.
 */
final class ObjectRequests {
  private final S3Connection connection;
  private final String bucket;
  private final Http.BaseUrl base;

  ObjectRequests(S3Connection connection, String bucket) {
    this.connection = connection;
    this.bucket = bucket;
    this.base = new Http.BaseUrl(connection.endpoint());
    if (connection.pathStyle()) {
      base.disableVirtualStyleEndpoint();
    } else {
      base.enableVirtualStyleEndpoint();
    }
  }

  /**
   * Returns a request for the content from {@code begin} to before {@code end}, without a range for
   * all of it.
   *
   * @throws IllegalArgumentException if the key has a segment that HTTP takes for another one
   */
  Request get(StoredObject object, long begin, long end) {
    HttpUrl address = address(object.key());
    Request.Builder request =
        new Request.Builder()
            .url(address)
            .header("Host", Utils.getHostHeader(address))
            .header("User-Agent", "Strake")
            .header("Accept-Encoding", "identity"); // else the client unpacks what it is sent
    boolean isWhole = begin == 0 && end == object.size(); // also of empty objects
    if (!isWhole) {
      request.header("Range", "bytes=" + begin + "-" + (end - 1));
    }
    if (object.hasTag()) {
      request.header("If-Match", '"' + object.etag() + '"');
    }
    return request.build();
  }

  private HttpUrl address(String key) {
    for (String segment : key.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("a key with the segment '" + segment + "'");
      }
    }
    try {
      return base.buildUrl(
          Http.Method.GET, bucket, key, connection.region(), new Http.QueryParameters());
    } catch (MinioException e) {
      throw new IllegalArgumentException("no address of a bucket: " + connection.endpoint(), e);
    }
  }
}

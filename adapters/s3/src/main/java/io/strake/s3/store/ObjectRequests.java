/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.Http;
import io.minio.errors.MinioException;
import java.nio.charset.StandardCharsets;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Writer of requests for objects of one bucket, as yet without what the store must know of the one
 * who asks. Thread-safe.
 */
final class ObjectRequests {
  private static final String UNRESERVED = "-._~";
  private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

  private final HttpUrl bucket;
  private final String host;
  private volatile Located last;

  /** A key and its address. */
  private record Located(String key, HttpUrl address) {}

  ObjectRequests(S3Connection connection, String bucketName) {
    Http.BaseUrl base = new Http.BaseUrl(connection.endpoint());
    if (connection.pathStyle()) {
      base.disableVirtualStyleEndpoint();
    } else {
      base.enableVirtualStyleEndpoint();
    }
    try {
      HttpUrl any =
          base.buildUrl(
              Http.Method.GET, bucketName, "x", connection.region(), new Http.QueryParameters());
      this.bucket = any.newBuilder().removePathSegment(any.pathSize() - 1).build();
    } catch (MinioException e) {
      throw new IllegalArgumentException("no address of a bucket: " + connection.endpoint(), e);
    }
    this.host = host(bucket);
    this.last = new Located("", bucket);
  }

  /**
   * Returns a request for the content from {@code begin} to before {@code end}, without a range for
   * all of it.
   *
   * @throws IllegalArgumentException if the key has a segment that HTTP takes for another one
   */
  Request get(StoredObject object, long begin, long end) {
    Request.Builder request =
        new Request.Builder()
            .url(address(object.key()))
            .header("Host", host)
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
    Located known = last;
    if (!known.key().equals(key)) {
      HttpUrl.Builder address = bucket.newBuilder();
      for (String segment : key.split("/", -1)) {
        if (segment.equals(".") || segment.equals("..")) {
          throw new IllegalArgumentException("a key with the segment '" + segment + "'");
        }
        address.addEncodedPathSegment(encoded(segment));
      }
      known = new Located(key, address.build());
      last = known;
    }
    return known.address();
  }

  /** Returns a text in the form that signatures are made of. */
  private static String encoded(String segment) {
    StringBuilder text = new StringBuilder();
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      boolean isPlain =
          (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || UNRESERVED.indexOf(b) >= 0;
      if (isPlain) {
        text.append((char) b);
      } else {
        text.append('%').append(DIGITS[(b >> 4) & 0xf]).append(DIGITS[b & 0xf]);
      }
    }
    return text.toString();
  }

  private static String host(HttpUrl url) {
    String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
    return url.port() == HttpUrl.defaultPort(url.scheme()) ? host : host + ":" + url.port();
  }
}

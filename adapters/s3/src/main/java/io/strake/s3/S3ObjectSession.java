/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.errors.MinioException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads of objects for one scan, each pinned to the object that was listed. Thread-safe.
 *
 * <p>Every request carries the entity tag, so an object that was replaced in the meantime is an
 * error and never a mixture of two contents.
 */
final class S3ObjectSession implements ObjectSession {
  private final MinioClient client;
  private final String bucket;
  private final S3Errors errors;

  S3ObjectSession(MinioClient client, String bucket, S3Errors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  @Override
  public byte[] read(StoredObject object, long offset, int length) {
    GetObjectArgs args = args(object).offset(offset).length((long) length).build();
    try (InputStream in = client.getObject(args)) {
      byte[] bytes = new byte[length];
      int count = in.readNBytes(bytes, 0, length);
      if (count < length) {
        throw new IOException("the body ended after " + count + " of " + length + " bytes");
      }
      return bytes;
    } catch (MinioException | IOException | RuntimeException e) {
      throw errors.ofRequest(e, object.key());
    }
  }

  @Override
  public InputStream open(StoredObject object) {
    try {
      return new NamedStream(client.getObject(args(object).build()), object);
    } catch (MinioException | RuntimeException e) {
      throw errors.ofRequest(e, object.key());
    }
  }

  private GetObjectArgs.Builder args(StoredObject object) {
    GetObjectArgs.Builder args = GetObjectArgs.builder().bucket(bucket).object(object.key());
    // the client sends the tag as it is given, and HTTP wants it in quotes
    return object.etag().isEmpty() ? args : args.matchETag('"' + object.etag() + '"');
  }

  /** Stream whose failures are ours. */
  private final class NamedStream extends FilterInputStream {
    private final StoredObject object;

    NamedStream(InputStream in, StoredObject object) {
      super(in);
      this.object = object;
    }

    @Override
    public int read() {
      try {
        return super.read();
      } catch (IOException e) {
        throw errors.ofRequest(e, object.key());
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        throw errors.ofRequest(e, object.key());
      }
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.Checksum;
import io.minio.Signer;
import io.minio.Time;
import io.minio.credentials.Credentials;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Signer of requests, with the credentials of the moment. Thread-safe.
 *
 * <p>The client itself does not sign: it would do so once for all attempts, and it keeps the
 * headers of a request in its errors, so that the token and the customer key would end in logs.
 */
public final class SigningInterceptor implements Interceptor {
  private final CredentialSource credentials;
  private final ObjectHeaders headers;
  private final String region;

  SigningInterceptor(CredentialSource credentials, ObjectHeaders headers, String region) {
    this.credentials = credentials;
    this.headers = headers;
    this.region = region;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = answer(chain, headers.addTo(chain.request()));
    // an error of the client shows the request that its answer names, with all headers
    return response.newBuilder().request(chain.request()).build();
  }

  private Response answer(Chain chain, Request request) throws IOException {
    if (credentials.isAnonymous()) {
      return chain.proceed(request);
    }
    Credentials used = credentials.fetch();
    Response response = chain.proceed(signed(request, used));
    if (!StoreAnswer.isExpired(StoreAnswer.code(response))) {
      return response;
    }
    response.close();
    credentials.renew(used);
    return chain.proceed(signed(request, credentials.fetch()));
  }

  private Request signed(Request request, Credentials used) throws IOException {
    Request.Builder builder =
        request
            .newBuilder()
            .header("x-amz-date", ZonedDateTime.now(ZoneOffset.UTC).format(Time.AMZ_DATE_FORMAT))
            .header("x-amz-content-sha256", Checksum.ZERO_SHA256_HASH);
    if (used.sessionToken() != null) {
      builder.header("x-amz-security-token", used.sessionToken());
    }
    try {
      return Signer.signV4S3(
          builder.build(), region, used.accessKey(), used.secretKey(), Checksum.ZERO_SHA256_HASH);
    } catch (MinioException e) {
      throw new IOException("the request cannot be signed", e);
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.minio.credentials.AssumeRoleProvider;
import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.ChainedProvider;
import io.minio.credentials.Credentials;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import io.minio.errors.MinioException;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.Objects;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Credentials that are asked for with every request: those that expire are fetched again, also when
 * the object store refuses them before their time. Thread-safe.
 */
final class RenewableCredentials implements Provider {
  private final S3Options options;
  private final OkHttpClient http;
  private final S3Errors errors;

  @GuardedBy("this")
  private @Nullable Provider source;

  @GuardedBy("this")
  private @Nullable Credentials last;

  RenewableCredentials(S3Options options, OkHttpClient http, S3Errors errors) {
    this.options = options;
    this.http = http;
    this.errors = errors;
  }

  @Override
  public synchronized Credentials fetch() {
    try {
      if (source == null) {
        source = source();
      }
      last = source.fetch();
      return last;
    } catch (MinioException | RuntimeException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.SOURCE_DENIED,
          "%s",
          errors
              .of(
                  ErrorCode.SOURCE_DENIED,
                  "no credentials by operand 'credentials' = %s; %s",
                  options.credentials().kind(),
                  S3Errors.firstLine(e))
              .getMessage());
    }
  }

  /**
   * Fetches credentials anew after the store has refused the last ones.
   *
   * @return whether there are others now
   */
  synchronized boolean renew() {
    Credentials refused = last;
    source = null;
    Credentials now = fetch();
    return refused == null
        || !refused.accessKey().equals(now.accessKey())
        || !Objects.equals(refused.sessionToken(), now.sessionToken());
  }

  private Provider source() throws MinioException {
    S3Credentials settings = options.credentials();
    Provider own =
        switch (settings.kind()) {
          case ANONYMOUS -> throw new IllegalStateException("anonymous requests are not signed");
          case STATIC ->
              new StaticProvider(
                  settings.accessKey().orElseThrow(),
                  settings.secretKey().orElseThrow(),
                  settings.sessionToken().orElse(null));
          case ENVIRONMENT -> new AwsEnvironmentProvider();
          case PROFILE -> profile(settings);
          case INSTANCE -> instance(settings);
          case CHAIN ->
              new ChainedProvider(
                  new AwsEnvironmentProvider(), profile(settings), instance(settings));
        };
    return settings.role().isPresent() ? assumed(own.fetch(), settings.role().get()) : own;
  }

  private static Provider profile(S3Credentials settings) {
    return new AwsConfigProvider(null, settings.profile().orElse(null));
  }

  private Provider instance(S3Credentials settings) {
    return new IamAwsProvider(settings.instanceEndpoint().orElse(null), http);
  }

  private Provider assumed(Credentials own, S3Credentials.Role role) throws MinioException {
    return new AssumeRoleProvider(
        role.stsEndpoint(),
        own.accessKey(),
        own.secretKey(),
        null,
        null,
        options.region(),
        role.arn(),
        role.sessionName().orElse("strake"),
        role.externalId().orElse(null),
        http);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import com.google.common.hash.Hashing;
import io.minio.Signer;
import io.minio.Time;
import io.minio.credentials.AssumeRoleProvider;
import io.minio.credentials.BaseIdentityProvider;
import io.minio.credentials.Credentials;
import io.minio.credentials.Provider;
import io.minio.errors.MinioException;
import java.nio.charset.StandardCharsets;
import java.security.ProviderException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Provider of the credentials of a role, taken on with the credentials of another provider.
 *
 * <p>The provider of the client library takes two keys once and for all, and no session token.
 * Thread-safe.
 */
public final class AssumedRoleProvider extends BaseIdentityProvider {
  private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");

  private final AssumedRole role;
  private final Provider own;
  private final HttpUrl sts;
  private final String region;

  AssumedRoleProvider(
      AssumedRole role, Provider own, String sts, String region, OkHttpClient http) {
    super(http);
    this.role = role;
    this.own = own;
    this.sts = HttpUrl.get(sts);
    this.region = region;
  }

  @Override
  protected Request getRequest() {
    Credentials credentials = own.fetch();
    byte[] form = form().getBytes(StandardCharsets.UTF_8);
    Request.Builder request =
        new Request.Builder()
            .url(sts)
            .header("Host", sts.toString().replaceAll("^https?://|/$", ""))
            .header("x-amz-date", ZonedDateTime.now(ZoneOffset.UTC).format(Time.AMZ_DATE_FORMAT))
            .post(RequestBody.create(form, FORM));
    if (credentials.sessionToken() != null) {
      request.header("x-amz-security-token", credentials.sessionToken());
    }
    try {
      return Signer.signV4Sts(
          request.build(),
          region,
          credentials.accessKey(),
          credentials.secretKey(),
          Hashing.sha256().hashBytes(form).toString());
    } catch (MinioException e) {
      throw new ProviderException("the request for the role cannot be signed", e);
    }
  }

  @Override
  protected Class<? extends BaseIdentityProvider.Response> getResponseClass() {
    return AssumeRoleProvider.Response.class;
  }

  private String form() {
    HttpUrl.Builder form =
        newUrlBuilder(
            sts, "AssumeRole", getValidDurationSeconds(null), null, role.arn(), role.sessionName());
    role.externalId().ifPresent(id -> form.addQueryParameter("ExternalId", id));
    return encoded(form.build().encodedQuery());
  }

  private static String encoded(@Nullable String query) {
    return query == null ? "" : query;
  }
}

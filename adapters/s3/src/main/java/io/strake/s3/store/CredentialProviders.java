/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.credentials.AwsConfigProvider;
import io.minio.credentials.AwsEnvironmentProvider;
import io.minio.credentials.Jwt;
import io.minio.credentials.Provider;
import io.minio.credentials.WebIdentityProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProviderException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Maker of the providers that the settings of a source ask for. Immutable. */
public final class CredentialProviders {
  private static final String TOKEN_FILE = "AWS_WEB_IDENTITY_TOKEN_FILE";

  private final S3Credentials settings;
  private final String region;
  private final UnaryOperator<@Nullable String> environment;
  private final OkHttpClient http;

  /**
   * Creates a maker.
   *
   * @param environment reads a variable; null if it is not set
   * @param http client for the services that hand credentials out
   */
  CredentialProviders(
      StoreOptions options, UnaryOperator<@Nullable String> environment, OkHttpClient http) {
    this.settings = options.credentials();
    this.region = options.connection().region();
    this.environment = environment;
    this.http = http;
  }

  /** Returns the credentials of the source. */
  CredentialSource source() {
    return new CredentialSource(
        settings.kind() == CredentialKind.ANONYMOUS
            ? Optional.empty()
            : Optional.<Supplier<Provider>>of(this::create));
  }

  private Provider create() {
    Provider own = create(settings.kind());
    return settings
        .role()
        .<Provider>map(role -> new AssumedRoleProvider(role, own, stsEndpoint(), region, http))
        .orElse(own);
  }

  private Provider create(CredentialKind kind) {
    return switch (kind) {
      case STATIC -> () -> settings.keys().orElseThrow();
      case ANONYMOUS -> throw new AssertionError("unsigned requests need no provider");
      case ENVIRONMENT -> environmentProvider();
      case PROFILE -> profileProvider();
      case WEB_IDENTITY -> webIdentityProvider();
      case INSTANCE -> InstanceProvider.of(environment, http);
      case CHAIN -> firstOfChain();
    };
  }

  /**
   * Returns the first provider that has something to go by.
   *
   * <p>It is not tried whether it works: a service that is down for a moment must not make a query
   * go on under another identity.
   */
  private Provider firstOfChain() {
    if (isSet("AWS_ACCESS_KEY_ID") || isSet("AWS_ACCESS_KEY")) {
      return environmentProvider();
    }
    if (settings.profile().isPresent() || isSet("AWS_PROFILE") || hasProfile()) {
      return profileProvider();
    }
    return isSet(TOKEN_FILE) ? webIdentityProvider() : InstanceProvider.of(environment, http);
  }

  private boolean hasProfile() {
    try {
      return profileProvider().fetch() != null;
    } catch (RuntimeException e) {
      return false; // no such file, or it has other profiles only
    }
  }

  private Provider environmentProvider() {
    return new AwsEnvironmentProvider() {
      @Override
      protected @Nullable String getProperty(String name) {
        return environment.apply(name);
      }
    };
  }

  private Provider profileProvider() {
    return new AwsConfigProvider(null, settings.profile().orElse(null)) {
      @Override
      protected @Nullable String getProperty(String name) {
        return environment.apply(name);
      }
    };
  }

  private Provider webIdentityProvider() {
    if (!isSet(TOKEN_FILE)) {
      throw new ProviderException("the environment variable " + TOKEN_FILE + " is not set");
    }
    Path file = Path.of(String.valueOf(environment.apply(TOKEN_FILE)));
    return new WebIdentityProvider(
        () -> token(file),
        stsEndpoint(),
        null,
        null,
        environment.apply("AWS_ROLE_ARN"),
        environment.apply("AWS_ROLE_SESSION_NAME"),
        http);
  }

  private static Jwt token(Path file) {
    try {
      return new Jwt(Files.readString(file).strip(), 0);
    } catch (IOException e) {
      throw new ProviderException("the token file cannot be read", e);
    }
  }

  private String stsEndpoint() {
    return settings.stsEndpoint().orElse("https://sts." + region + ".amazonaws.com");
  }

  private boolean isSet(String name) {
    String value = environment.apply(name);
    return value != null && !value.isBlank();
  }
}

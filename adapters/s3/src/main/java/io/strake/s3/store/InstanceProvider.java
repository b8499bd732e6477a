/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.credentials.IamAwsProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProviderException;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Provider of the credentials of the container or the virtual machine that this process runs in.
 *
 * <p>The provider that it builds on knows one address of containers only, no token files, and takes
 * a web identity for an instance; so it gets the variables as it understands them. Thread-safe.
 */
public final class InstanceProvider extends IamAwsProvider {
  private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
  private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
  private static final String TOKEN = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
  private static final String CONTAINER_SERVICE = "http://169.254.170.2";

  /** Addresses of the services of containers, which are not reached through any network. */
  private static final Set<String> CONTAINER_HOSTS =
      Set.of("169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");

  /** The services are on the same machine; where there is none, packets may just vanish. */
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private final UnaryOperator<@Nullable String> environment;

  private InstanceProvider(
      UnaryOperator<@Nullable String> environment, @Nullable String service, OkHttpClient http) {
    super(service, http);
    this.environment = environment;
  }

  /** Returns the provider that the environment describes. */
  static InstanceProvider of(UnaryOperator<@Nullable String> environment, OkHttpClient http) {
    OkHttpClient local = http.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    return new InstanceProvider(environment, service(environment), local);
  }

  @Override
  protected @Nullable String getProperty(String name) {
    return switch (name) {
      case RELATIVE -> isContainer() ? "" : null; // the service itself is given already
      case TOKEN -> containerToken();
      default -> null;
    };
  }

  private static @Nullable String service(UnaryOperator<@Nullable String> environment) {
    String relative = environment.apply(RELATIVE);
    if (relative != null) {
      return CONTAINER_SERVICE + relative;
    }
    String full = environment.apply(FULL);
    if (full != null) {
      if (!S3Connection.isPrivate(full)
          && !CONTAINER_HOSTS.contains(String.valueOf(URI.create(full).getHost()))) {
        throw new ProviderException(FULL + " is neither https nor an address of this machine");
      }
      return full;
    }
    if ("true".equalsIgnoreCase(environment.apply("AWS_EC2_METADATA_DISABLED"))) {
      throw new ProviderException("AWS_EC2_METADATA_DISABLED forbids to ask the instance");
    }
    return environment.apply("AWS_EC2_METADATA_SERVICE_ENDPOINT");
  }

  private boolean isContainer() {
    return environment.apply(RELATIVE) != null || environment.apply(FULL) != null;
  }

  private @Nullable String containerToken() {
    String file = environment.apply("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    if (file == null) {
      return environment.apply(TOKEN);
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new ProviderException("the token file of the container cannot be read", e);
    }
  }
}

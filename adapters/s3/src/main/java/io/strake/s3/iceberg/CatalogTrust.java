/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.store.TrustedCertificates;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.apache.iceberg.rest.auth.TLSConfigurer;
import org.jspecify.annotations.Nullable;

/**
 * Trust of catalogs in the certificates of operand {@code caCertificate}. Iceberg's library creates
 * it by the name of the class, and {@link #initialize} tells the file. Not thread-safe.
 */
public final class CatalogTrust implements TLSConfigurer {
  /** Property with the path of the file. */
  static final String FILE = "strake.ca-certificate";

  private @Nullable SSLContext context;

  /** Creates an object without any trust yet. */
  public CatalogTrust() {}

  @Override
  public void initialize(Map<String, String> properties) {
    String file = Objects.requireNonNull(properties.get(FILE), FILE);
    try {
      context = TrustedCertificates.read(Path.of(file)).context();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("operand caCertificate: '" + file + "' cannot be read", e);
    }
  }

  @Override
  public SSLContext sslContext() {
    return Objects.requireNonNull(context);
  }
}

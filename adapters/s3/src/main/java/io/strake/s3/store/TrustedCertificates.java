/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.Operands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Certificates that a source trusts in addition to those of the JDK. Immutable. */
public final class TrustedCertificates {
  private final Path file;
  private final X509TrustManager trust;
  private final SSLContext context;

  private TrustedCertificates(Path file, X509TrustManager trust, SSLContext context) {
    this.file = file;
    this.trust = trust;
    this.context = context;
  }

  /** Reads the file that operand {@code caCertificate} names; empty without the operand. */
  static Optional<TrustedCertificates> fromOperands(Operands operands) {
    Optional<String> file = operands.text("caCertificate");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(Path.of(file.get())));
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw operands.malformed("caCertificate", "a readable file with certificates in PEM");
    }
  }

  /** Makes a client trust them. */
  public void apply(OkHttpClient.Builder client) {
    client.sslSocketFactory(context.getSocketFactory(), trust);
  }

  /** Returns the file that they are from. */
  public Path file() {
    return file;
  }

  /** Returns what makes connections trust them. */
  public SSLContext context() {
    return context;
  }

  /** Reads certificates in PEM. */
  public static TrustedCertificates read(Path file) throws IOException, GeneralSecurityException {
    List<Certificate> certificates = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      certificates.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
    if (certificates.isEmpty()) {
      throw new IOException("no certificate");
    }
    certificates.addAll(List.<X509Certificate>of(trustManager(null).getAcceptedIssuers()));
    KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
    all.load(null, null);
    for (int i = 0; i < certificates.size(); i++) {
      all.setCertificateEntry("trusted-" + i, certificates.get(i));
    }
    X509TrustManager trust = trustManager(all);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust}, null);
    return new TrustedCertificates(file, trust, context);
  }

  /** Returns the trust in a store of certificates; in that of the JDK if it is null. */
  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the JDK has no trust manager for X.509");
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate authority that no JDK knows, with a certificate for 127.0.0.1. */
final class PrivateCa {
  private static final String PASSWORD = "changeit";

  private final Path directory;

  /** Makes the keys; those of the server are signed by the authority. */
  PrivateCa(Path directory) throws Exception {
    this.directory = directory;
    generate("ca", "CN=Private CA", "-ext", "bc=ca:true");
    generate("server", "CN=server");
    keytool("server", "-certreq", "-alias", "server", "-file", file("request"));
    keytool(
        "ca",
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-ext",
        "san=ip:127.0.0.1",
        "-infile",
        file("request"),
        "-outfile",
        file("signed"));
    keytool("ca", "-exportcert", "-alias", "ca", "-rfc", "-file", file("ca.pem"));
    keytool("server", "-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"));
    keytool("server", "-importcert", "-noprompt", "-alias", "server", "-file", file("signed"));
  }

  /** Returns the file with the certificate of the authority. */
  String pem() {
    return file("ca.pem");
  }

  /** Returns what a server needs to show the certificate for 127.0.0.1. */
  SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void generate(String name, String subject, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", subject));
    arguments.addAll(List.of(more));
    keytool(name, arguments.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", file(store + ".p12"), "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }
}

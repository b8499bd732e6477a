/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import com.google.common.hash.Hashing;
import com.google.common.io.Files;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.domain.Blob;

/**
 * An S3-compatible object store in this process: S3Proxy over a temporary directory.
 *
 * <p>Listens on a free port of the loopback interface, speaks path-style requests and refuses every
 * request that is not signed with its keys, which are drawn anew for every server. Thread-safe.
 */
public final class EmbeddedS3 implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  private final Path directory;
  private final BlobStoreContext context;
  private final CountingBlobStore store;
  private final S3Proxy server;
  private final String accessKey;
  private final String secretKey;

  private EmbeddedS3(Path directory, String accessKey, String secretKey) {
    this.directory = directory;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    Properties settings = new Properties();
    settings.setProperty("jclouds.filesystem.basedir", directory.toString());
    this.context =
        // by object and not by name: a search by name loads the providers whose clients are left
        // out
        ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
            .overrides(settings)
            .credentials(accessKey, secretKey)
            .build(BlobStoreContext.class);
    this.store = new CountingBlobStore(context.getBlobStore());
    this.server =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://" + LOOPBACK + ":0"))
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
            .ignoreUnknownHeaders(true)
            .build();
  }

  /**
   * Starts a server without buckets.
   *
   * @throws IllegalStateException if the server cannot start
   */
  public static EmbeddedS3 start() {
    EmbeddedS3 s3 = new EmbeddedS3(temporaryDirectory(), "access-" + random(4), random(16));
    try {
      s3.server.start();
      return s3;
    } catch (Exception e) {
      s3.close();
      throw new IllegalStateException("embedded S3 server: did not start", e);
    }
  }

  /** Returns the address, such as {@code http://127.0.0.1:41234}. */
  public String endpoint() {
    return "http://" + LOOPBACK + ":" + server.getPort();
  }

  /** Returns the access key that the server accepts. */
  public String accessKey() {
    return accessKey;
  }

  /** Returns the secret key that belongs to {@link #accessKey()}. */
  public String secretKey() {
    return secretKey;
  }

  /** Creates a bucket; does nothing if it exists. */
  public void createBucket(String bucket) {
    store().createContainerInLocation(null, bucket);
  }

  /**
   * Stores the content of a file as an object; replaces the object if it exists.
   *
   * @throws UncheckedIOException if the file cannot be read
   */
  public void put(String bucket, String key, Path file) {
    try {
      Blob blob =
          store()
              .blobBuilder(key)
              .payload(file.toFile())
              .contentLength(java.nio.file.Files.size(file))
              .contentMD5(md5(file))
              .build();
      store().putBlob(bucket, blob);
    } catch (IOException e) {
      throw new UncheckedIOException("embedded S3 server: cannot read " + file, e);
    }
  }

  /**
   * Stores an object under more keys, without copying its content.
   *
   * @throws UncheckedIOException if the file system refuses
   */
  public void replicate(String bucket, String key, Iterable<String> copies) {
    Path root = directory.resolve(bucket);
    try {
      for (String copy : copies) {
        java.nio.file.Files.createDirectories(root.resolve(copy).getParent());
        java.nio.file.Files.createLink(root.resolve(copy), root.resolve(key));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("embedded S3 server: cannot replicate " + key, e);
    }
  }

  /** Returns the requests of clients since the server was started. */
  public ServedRequests served() {
    return store.served();
  }

  /** Stops the server and deletes its objects. Idempotent. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("embedded S3 server: did not stop", e);
    } finally {
      context.close();
      deleteDirectory();
    }
  }

  private BlobStore store() {
    return context.getBlobStore();
  }

  private void deleteDirectory() {
    if (!java.nio.file.Files.exists(directory)) {
      return;
    }
    try {
      MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
    } catch (IOException e) {
      throw new UncheckedIOException("embedded S3 server: cannot delete " + directory, e);
    }
  }

  /** MD5 is what S3 takes for the ETag of an object; it protects nothing here. */
  @SuppressWarnings("deprecation")
  private static com.google.common.hash.HashCode md5(Path file) throws IOException {
    return Files.asByteSource(file.toFile()).hash(Hashing.md5());
  }

  private static Path temporaryDirectory() {
    try {
      return java.nio.file.Files.createTempDirectory("strake-s3-");
    } catch (IOException e) {
      throw new UncheckedIOException("embedded S3 server: no temporary directory", e);
    }
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    new SecureRandom().nextBytes(value);
    return HexFormat.of().formatHex(value);
  }
}

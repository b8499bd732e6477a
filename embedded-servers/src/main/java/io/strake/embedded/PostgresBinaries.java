/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.io.FileUtils;

/**
 * The PostgreSQL programs of this platform, unpacked once per user and kept for the next start.
 *
 * <p>Thread-safe, also between processes: an unpacked tree appears by one rename.
 */
final class PostgresBinaries {
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private PostgresBinaries() {}

  /** Returns the directory that has {@code bin}, {@code lib} and {@code share}. */
  static Path directory() throws IOException {
    byte[] archive = archive();
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    Path target =
        parent.resolve(
            "strake-postgres-" + System.getProperty("user.name") + "-" + digest(archive));
    if (Files.notExists(target)) {
      unpackBeside(target, archive);
    }
    requireOwn(target);
    return target;
  }

  private static byte[] archive() throws IOException {
    String system =
        System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
            ? "Darwin"
            : "Linux";
    String architecture = System.getProperty("os.arch");
    String machine = architecture.equals("amd64") ? "x86_64" : architecture;
    try (InputStream input = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      if (input == null) {
        throw new IOException("no PostgreSQL for " + system + " on " + machine);
      }
      return input.readAllBytes();
    }
  }

  private static void unpackBeside(Path target, byte[] archive) throws IOException {
    Path unpacked =
        Files.createTempDirectory(
            target.getParent(),
            "strake-postgres-unpack-",
            PosixFilePermissions.asFileAttribute(EXECUTABLE));
    try {
      Files.setPosixFilePermissions(unpacked, EXECUTABLE); // whatever the umask was
      unpack(archive, unpacked);
      Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      FileUtils.deleteDirectory(unpacked.toFile()); // another process was faster
    } catch (FileSystemException e) {
      FileUtils.deleteDirectory(unpacked.toFile());
      if (Files.notExists(target)) { // a rename onto a full directory fails as "not empty"
        throw e;
      }
    }
  }

  private static void unpack(byte[] archive, Path directory) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = directory.resolve(entry.getName()).normalize();
        if (!file.startsWith(directory)) {
          throw new IOException("archive entry outside its directory: " + entry.getName());
        }
        unpackEntry(tar, entry, file);
      }
    }
  }

  private static void unpackEntry(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      Files.setPosixFilePermissions(file, EXECUTABLE);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      Files.setPosixFilePermissions(file, EXECUTABLE);
    }
  }

  /** A tree that somebody else put there under our name must not be run. */
  private static void requireOwn(Path directory) throws IOException {
    String owner = Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).getName();
    Path probe = Files.createTempFile("strake-owner-", null);
    try {
      if (!Files.getOwner(probe).getName().equals(owner)) {
        throw new IOException(directory + " belongs to " + owner + "; remove it");
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has SHA-256", e);
    }
  }
}

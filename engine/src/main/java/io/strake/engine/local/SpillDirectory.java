/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Directory of one engine for its spill files.
 *
 * <p>A lock on a file in it tells that its engine lives; the system releases the lock however the
 * process ends, so that the next engine finds out what a killed one left behind and removes it.
 * Thread-safe.
 */
final class SpillDirectory implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(SpillDirectory.class);
  private static final String PREFIX = "local-";
  private static final String LOCK = "owner.lock";

  /** Held while directories come and go, so that none is taken for left behind before its lock. */
  private static final String PARENT_LOCK = "spill.lock";

  private final Path path;
  private final FileChannel owner;

  private SpillDirectory(Path path, FileChannel owner) {
    this.path = path;
    this.owner = owner;
  }

  /** Makes a directory, and removes those of processes that are gone. */
  static synchronized SpillDirectory create(Path parent) {
    try {
      Files.createDirectories(parent);
      try (FileChannel others = open(parent.resolve(PARENT_LOCK));
          FileLock alone = others.lock()) {
        removeStale(parent);
        Path path = Files.createTempDirectory(parent, PREFIX);
        FileChannel owner = open(path.resolve(LOCK));
        owner.lock();
        return new SpillDirectory(path, owner);
      }
    } catch (IOException | UncheckedIOException | OverlappingFileLockException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "local engine: cannot write to the spill directory %s; make it writable, or set another as"
              + " 'spill.directory'",
          parent);
    }
  }

  Path path() {
    return path;
  }

  /** Returns the bytes of its files at this moment. */
  long bytes() {
    long bytes = 0;
    File[] files = path.toFile().listFiles();
    for (File file : files == null ? new File[0] : files) {
      bytes += file.length(); // 0 if it is deleted meanwhile
    }
    return bytes;
  }

  /** Deletes the directory. Idempotent. */
  @Override
  public void close() {
    deleteTree(path);
    try {
      owner.close();
    } catch (IOException e) {
      LOGGER.warn("local engine: cannot release the spill directory {}", path, e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void removeStale(Path parent) throws IOException {
    List<Path> directories;
    try (Stream<Path> entries = Files.list(parent)) {
      directories =
          entries
              .filter(entry -> entry.getFileName().toString().startsWith(PREFIX))
              .filter(Files::isDirectory)
              .toList();
    }
    directories.stream().filter(SpillDirectory::isStale).forEach(SpillDirectory::deleteTree);
  }

  private static boolean isStale(Path directory) {
    try (FileChannel owner = open(directory.resolve(LOCK));
        FileLock lock = owner.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // another engine of this process
    } catch (IOException e) {
      LOGGER.debug("local engine: {} belongs to somebody else", directory, e);
      return false;
    }
  }

  private static void deleteTree(Path directory) {
    try {
      for (Path path : tree(directory)) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOGGER.warn("local engine: cannot delete the spill directory {}", directory, e);
    }
  }

  /** Returns everything below a directory and itself, the deepest first. */
  private static List<Path> tree(Path directory) {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

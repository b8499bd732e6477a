/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks of objects in a directory of the local disk, readable by its owner alone.
 *
 * <p>Nothing here fails: where the disk does, blocks are not found and not kept, and the log says
 * so once. Several of these, also of other processes, may share the directory. Thread-safe.
 */
final class BlockDirectory {
  /** Another format of the files is another directory. */
  static final String NAME = "strake-blocks-1";

  private static final Logger LOGGER = LoggerFactory.getLogger(BlockDirectory.class);
  private static final Duration USE_PRECISION = Duration.ofMinutes(1);
  private static final int SHARD_DIGITS = 2;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<?> AS_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);

  private final Path blocks;
  private final BlockLimit limit;
  private final DiskOutage reading;
  private final DiskOutage writing;
  private final AtomicBoolean damageTold = new AtomicBoolean();
  private volatile boolean prepared;

  BlockDirectory(CacheOptions options) {
    this.blocks = options.directory().resolve(NAME);
    this.limit = new BlockLimit(blocks, options.bytes());
    this.reading = new DiskOutage(LOGGER, "cannot be used", blocks);
    this.writing = new DiskOutage(LOGGER, "cannot be written", blocks);
  }

  /**
   * Reads a block into {@code target}.
   *
   * @return false if it is not there; these bytes of {@code target} have any value then
   */
  boolean read(String name, byte[] target, int at, int length) {
    if (isReady()) {
      try {
        BlockFile.read(file(name), name, target, at, length);
        use(file(name));
        reading.end();
        return true;
      } catch (NoSuchFileException e) {
        reading.end();
      } catch (BlockFile.DamagedException e) {
        drop(name, e);
      } catch (ClosedByInterruptException e) {
        // the statement ends, and the disk has not failed
      } catch (IOException e) {
        reading.begin(e);
      }
    }
    return false;
  }

  /** Returns whether a block is there, though maybe damaged. */
  boolean has(String name) {
    return isReady() && Files.exists(file(name));
  }

  /** Keeps a block, if there is room for it. */
  void write(String name, byte[] source, int from, int length) {
    if (!isReady() || !writing.isOver()) {
      return;
    }
    try {
      Path file = file(name);
      if (!Files.exists(file) && limit.admit(BlockFile.bytes(length))) {
        createDirectory(file.getParent());
        BlockFile.write(file, name, source, from, length);
      }
      writing.end();
    } catch (ClosedByInterruptException e) {
      // the statement ends, and the disk has not failed
    } catch (IOException e) {
      writing.begin(e);
    }
  }

  /** Returns whether the directory can be used; a directory that cannot is told of once. */
  private boolean isReady() {
    if (!reading.isOver()) {
      return false;
    }
    try {
      prepare();
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    } catch (IOException | UnsupportedOperationException e) { // also a system without permissions
      reading.begin(e);
      return false;
    }
  }

  private Path file(String name) {
    return blocks.resolve(name.substring(0, SHARD_DIGITS)).resolve(name);
  }

  private void prepare() throws IOException {
    if (prepared) {
      return;
    }
    Files.createDirectories(blocks.getParent());
    createDirectory(blocks);
    if (!Files.isDirectory(blocks, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(blocks.toString());
    }
    if (!OWNER_ONLY.equals(Files.getPosixFilePermissions(blocks, LinkOption.NOFOLLOW_LINKS))) {
      throw new IOException("others than its owner may use the directory; remove it");
    }
    prepared = true;
  }

  private static void createDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      try {
        Files.createDirectory(directory, AS_OWNER_ONLY);
      } catch (FileAlreadyExistsException e) {
        // somebody else has just created it
      }
    }
  }

  /** Notes the use of a block, to the minute: most reads need not change anything on the disk. */
  private static void use(Path file) throws IOException {
    Instant now = Instant.now();
    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(USE_PRECISION))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  private void drop(String name, BlockFile.DamagedException damage) {
    if (!damageTold.getAndSet(true)) {
      LOGGER.warn(
          "cache of objects: block {} is damaged, {}; it is fetched again, and so are others that"
              + " may follow without a word",
          file(name),
          damage.getMessage());
    }
    try {
      Files.deleteIfExists(file(name));
    } catch (IOException e) {
      reading.begin(e);
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The file of one block: a mark of the format, the length of the content, CRC-32C over the name of
 * the block and the content, each in four bytes with the highest first, and the content.
 *
 * <p>A file appears under its name with all of its bytes or not at all. It is not forced to the
 * disk: what a loss of power leaves of it has another checksum.
 */
final class BlockFile {
  /** Ending of files that are still being written. */
  static final String UNFINISHED = ".tmp";

  private static final int MARK = 0x53424c31;
  private static final int HEADER_BYTES = 12;
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private BlockFile() {}

  /** Thrown where a file is not what was written. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  /** Returns the bytes that the file of a block takes. */
  static long bytes(int length) {
    return HEADER_BYTES + (long) length;
  }

  /**
   * Reads a block into {@code target}, of which these bytes have any value after a failure.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such block
   * @throws DamagedException if the file has other content than the block had
   */
  static void read(Path file, String name, byte[] target, int at, int length) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    ByteBuffer content = ByteBuffer.wrap(target, at, length);
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() != bytes(length)) {
        throw new DamagedException("it has " + channel.size() + " bytes of " + bytes(length));
      }
      fill(channel, header);
      fill(channel, content);
    } catch (EOFException e) {
      throw new DamagedException("it became shorter");
    }
    header.flip();
    if (header.getInt() != MARK
        || header.getInt() != length
        || header.getInt() != checksum(name, target, at, length)) {
      throw new DamagedException("its checksum is wrong");
    }
  }

  /** Writes a block; leaves nothing behind if that fails. */
  static void write(Path file, String name, byte[] source, int from, int length)
      throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    header.putInt(MARK).putInt(length).putInt(checksum(name, source, from, length)).flip();
    ByteBuffer[] parts = {header, ByteBuffer.wrap(source, from, length)};
    Path unfinished = file.resolveSibling(name + "." + UUID.randomUUID() + UNFINISHED);
    try {
      try (FileChannel channel = FileChannel.open(unfinished, NEW, OWNER_ONLY)) {
        while (parts[1].hasRemaining()) {
          channel.write(parts);
        }
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
  }

  /** The name is part of it, so that a file under a wrong name is damaged. */
  private static int checksum(String name, byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(name.getBytes(StandardCharsets.US_ASCII));
    checksum.update(bytes, from, length);
    return (int) checksum.getValue();
  }
}

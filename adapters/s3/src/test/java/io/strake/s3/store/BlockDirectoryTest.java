/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to blocks on the disk. */
final class BlockDirectoryTest {
  private static final int LENGTH = 64 * 1024;
  private static final long LIMIT = 4L << 20;
  private static final String DAMAGED = "aa-damaged";

  @TempDir Path directory;

  @Test
  void keepsBlocksForTheirOwnerOnly() throws Exception {
    BlockDirectory blocks = open(LIMIT);
    blocks.write("ab-0", bytes(1), 10, LENGTH - 10);
    byte[] read = new byte[LENGTH];
    assertThat(open(LIMIT).read("ab-0", read, 10, LENGTH - 10)).isTrue();
    assertThat(Arrays.copyOfRange(read, 10, LENGTH))
        .isEqualTo(Arrays.copyOfRange(bytes(1), 10, LENGTH));
    for (Path file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
          .isEqualTo("rwx------");
    }
    assertThat(files()).hasSize(1);
  }

  @Test
  void evictsWhatWasUsedLeastRecently() throws Exception {
    int count = (int) (LIMIT / LENGTH) - 10;
    BlockDirectory blocks = open(LIMIT);
    for (int i = 0; i < count; i++) {
      blocks.write("ab-" + i, bytes(i), 0, LENGTH);
      age("ab-" + i, 3600 - i);
    }
    assertThat(has(blocks, 0)).isTrue(); // which is a use
    for (int i = count; i < 2 * count; i++) {
      blocks.write("ab-" + i, bytes(i), 0, LENGTH);
      assertThat(used()).isLessThanOrEqualTo(LIMIT);
      age("ab-" + i, 3600 - i);
    }
    assertThat(has(blocks, 0)).isTrue();
    assertThat(has(blocks, 1)).isFalse();
    assertThat(has(blocks, 2 * count - 1)).isTrue();
    assertThat(used()).isGreaterThan(LIMIT / 2);
  }

  @Test
  void severalKeepTheLimitAtTheSameTime() throws Exception {
    int threads = 8;
    BlockDirectory[] shared = {open(LIMIT), open(LIMIT)};
    CountDownLatch done = new CountDownLatch(threads);
    List<Throwable> failures = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      Thread worker =
          new Thread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  String name = "b" + i % 3 + "-" + i; // the same blocks as the others
                  byte[] read = new byte[LENGTH];
                  if (!shared[thread % 2].read(name, read, 0, LENGTH)) {
                    shared[thread % 2].write(name, bytes(i), 0, LENGTH);
                  } else {
                    assertThat(read).isEqualTo(bytes(i));
                  }
                }
                done.countDown();
              });
      worker.setUncaughtExceptionHandler(
          (any, failure) -> {
            failures.add(failure);
            done.countDown();
          });
      worker.start();
    }
    done.await();
    assertThat(failures).isEmpty();
    assertThat(used()).isGreaterThan(0).isLessThanOrEqualTo(LIMIT + LIMIT / 16);
    assertThat(files()).noneMatch(file -> file.toString().endsWith(BlockFile.UNFINISHED));
  }

  @Test
  void dropsDamagedBlocks() throws Exception {
    BlockDirectory blocks = open(LIMIT);
    byte[] flipped = stored(blocks);
    flipped[flipped.length / 2] ^= 1;
    assertDropped(blocks, flipped);
    assertDropped(blocks, Arrays.copyOf(stored(blocks), 100));
    assertDropped(blocks, new byte[0]);
    assertDropped(blocks, new byte[stored(blocks).length]);
    blocks.write("aa-other", bytes(2), 0, LENGTH);
    assertDropped(blocks, Files.readAllBytes(file("aa-other")));
    stored(blocks);
    assertThat(blocks.read(DAMAGED, new byte[LENGTH], 0, LENGTH - 1)).isFalse();
  }

  @Test
  void goesOnWithoutADirectory() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    BlockDirectory blocks = new BlockDirectory(new CacheOptions(file, LIMIT));
    blocks.write("ab-0", bytes(0), 0, LENGTH);
    assertThat(has(blocks, 0)).isFalse();
    assertThat(Files.readString(file)).isEqualTo("no directory");
  }

  @Test
  void usesNoDirectoryThatOthersMayWriteTo() throws Exception {
    Path shared = Files.createDirectory(directory.resolve(BlockDirectory.NAME));
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
    BlockDirectory blocks = open(LIMIT);
    blocks.write("ab-0", bytes(0), 0, LENGTH);
    assertThat(has(blocks, 0)).isFalse();
    assertThat(files()).isEmpty();
  }

  @Test
  void removesWhatWasLeftUnfinished() throws Exception {
    BlockDirectory blocks = open(LIMIT);
    blocks.write("ab-0", bytes(0), 0, LENGTH);
    Path fresh = Files.write(file("ab-1.x" + BlockFile.UNFINISHED), bytes(1));
    Path old = Files.write(file("ab-2.x" + BlockFile.UNFINISHED), bytes(1));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(7200)));
    open(LIMIT).write("ab-3", bytes(3), 0, LENGTH);
    assertThat(fresh).exists();
    assertThat(old).doesNotExist();
  }

  @Test
  void leavesNothingWhereAThreadIsInterrupted() throws Exception {
    BlockDirectory blocks = open(LIMIT);
    blocks.write("ab-0", bytes(0), 0, LENGTH);
    Thread.currentThread().interrupt();
    blocks.write("ab-1", bytes(1), 0, LENGTH);
    assertThat(has(blocks, 0)).isFalse();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(has(blocks, 0)).isTrue(); // the disk did not fail
    assertThat(files()).hasSize(1);
  }

  private BlockDirectory open(long limit) {
    return new BlockDirectory(new CacheOptions(directory, limit));
  }

  private byte[] stored(BlockDirectory blocks) throws IOException {
    blocks.write(DAMAGED, bytes(7), 0, LENGTH);
    assertThat(blocks.read(DAMAGED, new byte[LENGTH], 0, LENGTH)).isTrue();
    return Files.readAllBytes(file(DAMAGED));
  }

  private void assertDropped(BlockDirectory blocks, byte[] content) throws IOException {
    Files.write(file(DAMAGED), content);
    assertThat(blocks.read(DAMAGED, new byte[LENGTH], 0, LENGTH)).isFalse();
    assertThat(file(DAMAGED)).doesNotExist();
    stored(blocks);
  }

  private static boolean has(BlockDirectory blocks, int block) {
    byte[] read = new byte[LENGTH];
    boolean isThere = blocks.read("ab-" + block, read, 0, LENGTH);
    assertThat(!isThere || Arrays.equals(read, bytes(block))).isTrue();
    return isThere;
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) value);
    bytes[0] = (byte) (value >> Byte.SIZE);
    return bytes;
  }

  private void age(String name, int seconds) throws IOException {
    if (Files.exists(file(name))) {
      Files.setLastModifiedTime(file(name), FileTime.from(Instant.now().minusSeconds(seconds)));
    }
  }

  private Path file(String name) {
    return directory.resolve(BlockDirectory.NAME).resolve(name.substring(0, 2)).resolve(name);
  }

  private long used() throws IOException {
    long sum = 0;
    for (Path file : files()) {
      try {
        sum += Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sum;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * Keeper of the byte limit of a directory of blocks: those go first that were used least recently.
 *
 * <p>The time of the last change of a file is that of its last use, so that nothing but a number is
 * in memory, and every process that shares the directory sees what the others use. Files are
 * counted at the first block and whenever a sixteenth of the limit was written; down to thirteen
 * sixteenths are then kept. Meanwhile blocks that would be too many are not admitted, so that one
 * process never exceeds the limit; each further one may by a sixteenth. Thread-safe.
 */
final class BlockLimit {
  private static final int STEPS = 16;
  private static final Duration MAX_WRITING = Duration.ofHours(1);

  /** Files that are looked at and deleted at once; more of them take further rounds. */
  private static final int MAX_BATCH = 100_000;

  private final Path directory;
  private final long limit;
  private final long step;
  private final ReentrantLock sweeping = new ReentrantLock();

  /** Bytes of all files by the last count, and of what was admitted since. */
  private final AtomicLong used = new AtomicLong();

  private volatile long nextSweep;

  /** A file and when it was used. */
  private record UsedFile(Path path, long size, long millis) {}

  BlockLimit(Path directory, long limit) {
    this.directory = directory;
    this.limit = limit;
    this.step = limit / STEPS;
  }

  /** Returns whether there is room for a file, after making some. */
  boolean admit(long bytes) throws IOException {
    if (nextSweep == 0) {
      sweeping.lock(); // before the first count nobody knows what is there
      try {
        if (nextSweep == 0) {
          sweep();
        }
      } finally {
        sweeping.unlock();
      }
    } else if (used.get() + bytes > nextSweep && sweeping.tryLock()) {
      try {
        sweep();
      } finally {
        sweeping.unlock();
      }
    }
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  private void sweep() throws IOException {
    long before = used.get();
    dropUnfinished();
    long total = total();
    while (total > limit - 2 * step) {
      evict(total - (limit - 3 * step));
      total = total();
    }
    used.addAndGet(total - before); // what was admitted meanwhile may count twice until next time
    nextSweep = total + step;
  }

  private long total() throws IOException {
    AtomicLong total = new AtomicLong();
    visit((file, attributes) -> total.addAndGet(attributes.size()));
    return total.get();
  }

  /** Deletes the files used least recently that have so many bytes together. */
  private void evict(long bytes) throws IOException {
    PriorityQueue<UsedFile> oldest =
        new PriorityQueue<>(Comparator.comparingLong(UsedFile::millis).reversed());
    AtomicLong sum = new AtomicLong();
    visit(
        (file, attributes) -> {
          UsedFile used =
              new UsedFile(file, attributes.size(), attributes.lastModifiedTime().toMillis());
          oldest.add(used);
          sum.addAndGet(used.size());
          while (oldest.size() > MAX_BATCH || sum.get() - oldest.element().size() >= bytes) {
            sum.addAndGet(-oldest.remove().size());
          }
        });
    for (UsedFile file : new ArrayDeque<>(oldest)) {
      Files.deleteIfExists(file.path());
    }
  }

  /** Deletes what a process left that ended while it was writing. */
  private void dropUnfinished() throws IOException {
    Instant begin = Instant.now().minus(MAX_WRITING);
    ArrayDeque<Path> left = new ArrayDeque<>();
    visit(
        (file, attributes) -> {
          boolean isOld = attributes.lastModifiedTime().toInstant().isBefore(begin);
          if (isOld && file.toString().endsWith(BlockFile.UNFINISHED)) {
            left.add(file);
          }
        });
    for (Path file : left) {
      Files.deleteIfExists(file);
    }
  }

  private void visit(BiConsumer<Path, BasicFileAttributes> sink) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sink.accept(file, attributes);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // another process has deleted it
            }
            throw failure;
          }
        });
  }
}

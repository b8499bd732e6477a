/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.store.Futures;
import io.strake.s3.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** A range of an object that is fetched in the background. Not thread-safe. */
public final class FetchedRange {
  private final ScanRun run;
  private final StoredObject object;
  private final long from;
  private final int length;
  private @Nullable Future<byte[]> request;

  private FetchedRange(ScanRun run, StoredObject object, long from, int length) {
    this.run = run;
    this.object = object;
    this.from = from;
    this.length = length;
  }

  /** Returns ranges of at most {@code maxBytes} that cover a longer one. */
  static List<FetchedRange> split(
      ScanRun run, StoredObject object, long from, long to, long maxBytes) {
    List<FetchedRange> ranges = new ArrayList<>();
    for (long start = from; start < to; start += maxBytes) {
      ranges.add(new FetchedRange(run, object, start, (int) Math.min(maxBytes, to - start)));
    }
    return ranges;
  }

  long from() {
    return from;
  }

  long to() {
    return from + length;
  }

  /** Starts the request if it has not begun. */
  void start() {
    if (request == null) {
      request = run.executor().submit(() -> run.session().read(object, from, length));
    }
  }

  /** Reads the bytes in this thread. */
  void read() {
    request = CompletableFuture.completedFuture(run.session().read(object, from, length));
  }

  /** Waits for the bytes of a request that has been started. */
  byte[] await() {
    Future<byte[]> started = request;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return Futures.await(started);
  }

  /** Drops the bytes, and the request if it has not begun. */
  void cancel() {
    if (request != null) {
      request.cancel(false);
      request = null;
    }
  }
}

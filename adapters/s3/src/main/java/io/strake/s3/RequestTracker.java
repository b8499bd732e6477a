/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Call;
import okhttp3.EventListener;

/** The requests of one scan that are under way, so that they can be aborted. Thread-safe. */
final class RequestTracker extends EventListener {
  private final Set<Call> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean cancelled;

  /** Aborts every request, also those to come. */
  void cancel() {
    cancelled = true;
    active.forEach(Call::cancel);
  }

  /** Returns whether requests are aborted. */
  boolean isCancelled() {
    return cancelled;
  }

  /** Returns the bytes of the bodies received so far. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public void callStart(Call call) {
    active.add(call);
    if (cancelled) {
      call.cancel();
    }
  }

  @Override
  public void callEnd(Call call) {
    active.remove(call);
  }

  @Override
  public void callFailed(Call call, IOException failure) {
    active.remove(call);
  }

  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    bytes.addAndGet(byteCount);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for requests of an object store that run on other threads. */
public final class Futures {
  private Futures() {}

  /**
   * Returns the result of a request.
   *
   * @throws StrakeException the failure of the request, or that the waiting was interrupted
   */
  public static <T> T await(Future<T> request) {
    try {
      return request.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StrakeException.causedBy(
          e, ErrorCode.CANCELLED, "query: interrupted while waiting for an object store");
    } catch (CancellationException e) {
      throw StrakeException.causedBy(
          e, ErrorCode.CANCELLED, "query: stopped while waiting for an object store");
    } catch (ExecutionException e) {
      throw StrakeException.findIn(e)
          .orElseThrow(() -> new AssertionError("a request failed in an unknown way", e));
    }
  }

  /** Returns the results of all; if one fails, those that have not begun are given up. */
  public static <T> List<T> await(List<Future<T>> requests) {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> request : requests) {
        results.add(await(request));
      }
      return results;
    } finally {
      requests.forEach(request -> request.cancel(false));
    }
  }
}

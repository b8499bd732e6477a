/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import okhttp3.Response;

/** Refusal of a store that leaves no other attempt. */
public final class AttemptsExhaustedException extends IOException {
  private final boolean busy;

  private AttemptsExhaustedException(boolean busy, String message) {
    super(message);
    this.busy = busy;
  }

  /**
   * Returns the failure of a request that the store refused.
   *
   * @param wish what the store asked for in addition; may be empty
   */
  static AttemptsExhaustedException of(Response refusal, String code, String attempt, String wish) {
    String answer = (refusal.code() + " " + code).trim();
    return new AttemptsExhaustedException(
        StoreAnswer.isBusy(refusal.code(), code), answer + " at " + attempt + wish);
  }

  /** Returns whether the store said that it has too much to do. */
  boolean isBusy() {
    return busy;
  }
}

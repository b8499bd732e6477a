/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Rule by which requests that failed are sent again: how often, and after which time. Immutable.
 *
 * @param maxAttempts how often a request is sent at most; 1 for no second time
 * @param maxWait how long a store may ask to wait; a longer wish ends the request
 */
public record RetryPolicy(int maxAttempts, Duration maxWait) {
  private static final long FIRST_DELAY_MILLIS = 100;
  private static final long LAST_DELAY_MILLIS = 10_000;

  /** Returns how long to wait after the {@code attempt}-th attempt, the first being 1. */
  Duration delay(int attempt) {
    long most = LAST_DELAY_MILLIS;
    if (attempt < 8) {
      most = Math.min(most, FIRST_DELAY_MILLIS << (attempt - 1));
    }
    // half of it by chance, so that requests that were refused together do not come back together
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
  }

  /** Returns whether a connection that ended so may work when it is made again. */
  static boolean isTransient(IOException failure) {
    return !(failure instanceof InterruptedIOException) // a timeout, which has cost enough already
        && !(failure instanceof SSLHandshakeException)
        && !(failure instanceof SSLPeerUnverifiedException)
        && !(failure instanceof CredentialsMissingException)
        && !(failure instanceof AttemptsExhaustedException);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.SSLException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * When and how often a request is repeated.
 *
 * <p>Waits double from 200 ms to 10 s, of which a random half is taken off, so that clients that
 * failed together do not come back together. What the server asks for with {@code Retry-After}
 * counts instead. Only GET and HEAD requests get here, which may be repeated. Immutable.
 *
 * @param maxRetries number of repetitions of one request
 * @param maxWait longest total wait of one request
 */
record RetryPolicy(int maxRetries, Duration maxWait) {
  private static final long FIRST_WAIT_MILLIS = 200;
  private static final long LONGEST_WAIT_MILLIS = 10_000;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int NOT_IMPLEMENTED = 501;

  /** Returns whether another attempt may get another answer. */
  static boolean isPassing(int status) {
    return status == TOO_MANY_REQUESTS || (status >= 500 && status != NOT_IMPLEMENTED);
  }

  /** Returns whether another attempt may succeed; one that ran into a timeout took long enough. */
  static boolean isPassing(IOException failure) {
    return !(failure instanceof AddressGuard.RefusedException
        || failure instanceof UnknownHostException
        || failure instanceof SSLException
        || failure instanceof InterruptedIOException);
  }

  /** Returns the wait that a server asks for, in seconds or until a date; null if it does not. */
  static @Nullable Duration retryAfter(Response response, Instant now) {
    String value = response.header("Retry-After");
    if (value == null) {
      return null;
    }
    if (value.trim().matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value.trim()));
    }
    Date date = response.headers().getDate("Retry-After");
    if (date == null) {
      return null;
    }
    Duration wait = Duration.between(now, date.toInstant());
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  Attempts start() {
    return new Attempts();
  }

  /** The attempts of one request. Not thread-safe. */
  final class Attempts {
    private int retries;
    private Duration waited = Duration.ZERO;

    /** Returns the number of attempts that have been made. */
    int made() {
      return retries + 1;
    }

    /** Returns how long to wait before the next attempt; empty if there shall be none. */
    Optional<Duration> next(@Nullable Duration asked) {
      if (retries >= maxRetries) {
        return Optional.empty();
      }
      Duration wait = asked == null ? backoff() : asked;
      Duration total = waited.plus(wait);
      if (total.compareTo(maxWait) > 0) {
        return Optional.empty();
      }
      retries++;
      waited = total;
      return Optional.of(wait);
    }

    private Duration backoff() {
      long longest = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS << Math.min(retries, 10));
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest + 1));
    }
  }
}

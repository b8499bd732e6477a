/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Response;

/** What the answer of a store means for the request: a success, a refusal for now, or for good. */
public final class StoreAnswer {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private static final Set<Integer> TRANSIENT_STATUS = Set.of(429, 500, 502, 503, 504);
  private static final Set<String> TRANSIENT_CODE =
      Set.of("SlowDown", "Throttling", "RequestTimeout", "InternalError", "ServiceUnavailable");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "InvalidToken", "TokenRefreshRequired");

  /** Errors are some hundred bytes; what is longer is no error of S3. */
  private static final long MAX_ERROR_BYTES = 16 * 1024;

  private static final long MAX_SHOWN_BYTES = 1024;

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z0-9.]{1,64})</Code>");
  private static final Pattern MESSAGE = Pattern.compile("<Message>([^<]{1,500})</Message>");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private StoreAnswer() {}

  /**
   * Returns the code within the body of an error; empty if it has none. The body stays unread.
   *
   * @throws IOException if the body cannot be read; the response is closed then
   */
  static String code(Response response) throws IOException {
    return response.isSuccessful() ? "" : find(CODE, response);
  }

  /**
   * Returns what the body of an error says, or the status and, behind it, what is no error of S3.
   */
  static String message(Response response) throws IOException {
    String message = find(MESSAGE, response);
    return message.isEmpty()
        ? "HTTP status " + response.code() + "\n" + response.peekBody(MAX_SHOWN_BYTES).string()
        : message;
  }

  private static String find(Pattern pattern, Response response) throws IOException {
    try {
      Matcher matcher = pattern.matcher(response.peekBody(MAX_ERROR_BYTES).string());
      return matcher.find() ? matcher.group(1) : "";
    } catch (IOException e) {
      response.close();
      throw e;
    }
  }

  /** Returns whether the same request may be granted later. */
  static boolean isTransient(Response response, String code) {
    return TRANSIENT_STATUS.contains(response.code())
        || (!response.isSuccessful() && TRANSIENT_CODE.contains(code));
  }

  /** Returns whether a refusal says that the store has too much to do. */
  static boolean isBusy(int status, String code) {
    return status == TOO_MANY_REQUESTS || status == UNAVAILABLE || code.equals("SlowDown");
  }

  /** Returns whether the code says that the credentials have to be fetched again. */
  static boolean isExpired(String code) {
    return EXPIRED.contains(code);
  }

  /**
   * Returns how long the store asks to wait, given in seconds or as a time; empty if it does not.
   */
  static Optional<Duration> retryAfter(Response response) {
    String text = response.header("Retry-After", "").trim();
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant time = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), time);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException e) {
      return Optional.empty(); // absent, or nothing that HTTP allows
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a category.
 *
 * <p>A message is one line that names the source, the object and the remedy, as in {@code postgres
 * source 'crm': no table 'orders'; known are [customers]}, and never contains a credential.
 */
public final class StrakeException extends RuntimeException {
  private final ErrorCode code;

  private StrakeException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Creates an exception whose message is formatted as {@link String#format} does. */
  @FormatMethod
  public static StrakeException of(
      ErrorCode code, @FormatString String format, @Nullable Object... args) {
    return new StrakeException(code, message(format, args), null);
  }

  /** Creates an exception that wraps {@code cause}. */
  @FormatMethod
  public static StrakeException causedBy(
      Throwable cause, ErrorCode code, @FormatString String format, @Nullable Object... args) {
    return new StrakeException(code, message(format, args), cause);
  }

  /** Returns the first exception of this class in the cause chain of {@code failure}, if any. */
  public static Optional<StrakeException> findIn(Throwable failure) {
    Throwable candidate = failure;
    for (int depth = 0; candidate != null && depth < 50; depth++) {
      if (candidate instanceof StrakeException found) {
        return Optional.of(found);
      }
      candidate = candidate.getCause();
    }
    return Optional.empty();
  }

  /** Returns the category. */
  public ErrorCode code() {
    return code;
  }

  private static String message(String format, @Nullable Object... args) {
    return String.format(Locale.ROOT, format, args).replace('\n', ' ').replace('\r', ' ');
  }
}

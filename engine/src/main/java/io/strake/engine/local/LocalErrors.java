/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;

/** Translator of DuckDB's failures. */
final class LocalErrors {
  private LocalErrors() {}

  /** Returns our exception for a failure of the local engine, without its SQL text. */
  static StrakeException translate(Throwable failure) {
    String message = reason(String.valueOf(failure.getMessage()));
    if (message.contains(LocalFunctions.DIVISION_BY_ZERO)) {
      return StrakeException.causedBy(
          failure, ErrorCode.DIVISION_BY_ZERO, "query: division by zero");
    } else if (message.contains(LocalFunctions.MORE_THAN_ONE_ROW)) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.DATA_EXCEPTION,
          "query: a sub-query that is used as a value returned more than one row");
    } else if (message.contains(LocalFunctions.NOT_POSITIVE)) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.DATA_EXCEPTION,
          "query: the number given to NTILE or NTH_VALUE must be greater than zero");
    } else if (message.contains(LocalFunctions.INVALID_VALUE)) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.DATA_EXCEPTION,
          "query: %s",
          firstLine(message, LocalFunctions.INVALID_VALUE).substring("strake: ".length()));
    } else if (message.contains(LocalFunctions.OUT_OF_RANGE)) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.VALUE_OUT_OF_RANGE,
          "query: %s",
          firstLine(message, LocalFunctions.OUT_OF_RANGE).substring("strake: ".length()));
    } else if (message.contains("Unknown TimeZone")) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.DATA_EXCEPTION,
          "query: no such time zone, %s; name one of the tz database such as Europe/Berlin",
          firstLine(message, "Unknown TimeZone"));
    } else if (message.contains("Out of Memory Error")) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.RESOURCE_EXHAUSTED,
          message.contains("failed to offload data block")
              ? "query: spilled more than 'spill.max' allows; narrow it, or raise 'spill.max' (%s)"
              : "query: needs more memory than the local engine has; narrow it, or raise 'memory' (%s)",
          firstLine(message, "Out of Memory Error"));
    } else if (message.contains("Out of Range Error")) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.VALUE_OUT_OF_RANGE,
          "query: a value is out of range, %s",
          firstLine(message, "Out of Range Error"));
    } else if (message.contains("Conversion Error")) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.DATA_EXCEPTION,
          "query: a value cannot be converted, %s",
          firstLine(message, "Conversion Error"));
    }
    if (message.contains("Invalid Input Error")) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.DATA_EXCEPTION,
          "query: a function has no answer for a value, %s",
          firstLine(message, "Invalid Input Error"));
    }
    return StrakeException.causedBy(
        failure, ErrorCode.INTERNAL, "local engine: %s", firstLine(message, ""));
  }

  /** Returns the message without the line that DuckDB 1.5 puts before an error of its binder. */
  private static String reason(String message) {
    int prefix = message.indexOf("pending query result");
    int start = prefix < 0 ? -1 : message.indexOf("Error: ", prefix);
    return start < 0 ? message : message.substring(start + "Error: ".length());
  }

  private static String firstLine(String message, String from) {
    int start = Math.max(0, message.indexOf(from));
    int end = message.indexOf('\n', start);
    return end < 0 ? message.substring(start) : message.substring(start, end);
  }
}

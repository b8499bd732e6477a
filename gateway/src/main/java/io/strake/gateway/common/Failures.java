/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.UUID;
import org.apache.arrow.memory.OutOfMemoryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The failures that clients may see, made from whatever was thrown. */
public final class Failures {
  private static final Logger LOGGER = LoggerFactory.getLogger(Failures.class);
  private static final int MAX_MESSAGE_LENGTH = 2000;

  private Failures() {}

  /**
   * Returns the failure with a category in the cause chain. If there is none, the failure is a
   * mistake in Strake: it is logged with an identifier, and only that is shown.
   */
  public static StrakeException toStrake(Throwable failure) {
    return StrakeException.findIn(failure)
        .filter(known -> known.code() != ErrorCode.INTERNAL)
        .orElseGet(() -> unexpected(failure));
  }

  /** Returns the line that clients see: identifier, SQLSTATE and message. */
  public static String line(StrakeException failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.length() > MAX_MESSAGE_LENGTH) {
      // gRPC carries it in a header, and clients refuse more than 8 KiB of headers.
      message = message.substring(0, MAX_MESSAGE_LENGTH) + " ... (shortened)";
    }
    ErrorCode code = failure.code();
    return code.id() + " (" + code.sqlState() + "): " + message;
  }

  private static StrakeException unexpected(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryException) {
        return StrakeException.causedBy(
            failure,
            ErrorCode.RESOURCE_EXHAUSTED,
            "gateway: out of memory for batches; narrow the query or raise --memory");
      }
    }
    String id = UUID.randomUUID().toString();
    LOGGER.error("internal error {}", id, failure);
    return StrakeException.causedBy(
        failure, ErrorCode.INTERNAL, "gateway: internal error, id %s; see the server's log", id);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import com.google.protobuf.InvalidProtocolBufferException;
import io.strake.gateway.common.Failures;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.jspecify.annotations.Nullable;

/** The translation of failures into what Flight clients see. */
final class FlightErrors {
  private FlightErrors() {}

  /** Returns the exception to send for whatever was thrown, with one short line. */
  static FlightRuntimeException toFlight(Throwable failure) {
    if (failure instanceof FlightRuntimeException flight) {
      return described(flight);
    }
    StrakeException strake =
        failure instanceof InvalidProtocolBufferException
            ? StrakeException.causedBy(
                failure,
                ErrorCode.INVALID_QUERY,
                "flight: the request cannot be read; send a command of Flight SQL")
            : Failures.toStrake(failure);
    return status(strake.code())
        .withDescription(Failures.line(strake))
        .withCause(strake)
        .toRuntimeException();
  }

  /** Returns the failure of a handle whose time is over. */
  static FlightRuntimeException expired(String what) {
    return CallStatus.NOT_FOUND
        .withDescription(
            Failures.line(
                StrakeException.of(
                    ErrorCode.UNAUTHENTICATED, "%s: expired; prepare the statement again", what)))
        .toRuntimeException();
  }

  /** Returns the status of a category. */
  static CallStatus status(ErrorCode code) {
    return switch (code) {
      case SYNTAX_ERROR,
          INVALID_QUERY,
          UNKNOWN_COLUMN,
          UNKNOWN_FUNCTION,
          READ_ONLY,
          VALUE_OUT_OF_RANGE,
          DIVISION_BY_ZERO,
          DATA_EXCEPTION,
          CANNOT_PLAN,
          WRONG_PARAMETERS,
          INVALID_ROW_COUNT ->
          CallStatus.INVALID_ARGUMENT;
      case UNKNOWN_TABLE -> CallStatus.NOT_FOUND;
      case UNSUPPORTED -> CallStatus.UNIMPLEMENTED;
      case CANCELLED -> CallStatus.CANCELLED;
      case TIMEOUT -> CallStatus.TIMED_OUT;
      case RESOURCE_EXHAUSTED, LIMIT_EXCEEDED, SOURCE_BUSY -> CallStatus.RESOURCE_EXHAUSTED;
      case SOURCE_UNAVAILABLE, SOURCE_FAILED, SHUTTING_DOWN -> CallStatus.UNAVAILABLE;
      case UNAUTHENTICATED -> CallStatus.UNAUTHENTICATED;
      case PERMISSION_DENIED -> CallStatus.UNAUTHORIZED;
      // A client can do nothing about the rest.
      case SOURCE_DENIED, SOURCE_DATA_INVALID, INVALID_CONFIGURATION, INTERNAL ->
          CallStatus.INTERNAL;
    };
  }

  private static FlightRuntimeException described(FlightRuntimeException flight) {
    CallStatus status = flight.status();
    if (status.code() == FlightStatusCode.UNIMPLEMENTED && isBlank(status.description())) {
      return toFlight(
          StrakeException.of(
              ErrorCode.UNSUPPORTED,
              "flight: this call is not supported; send a statement as SQL"));
    }
    return flight;
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The failures of requests to one source; messages have the path of a URL but never its query,
 * which may hold secrets. Immutable.
 *
 * @param source what messages begin with, such as {@code rest source 'crm'}
 */
record RestFailures(String source) {
  private static final int MAX_SEARCHED_CAUSES = 20;

  StrakeException status(String request, int status, int attempts) {
    return switch (status) {
      case 401, 403 ->
          StrakeException.of(
              ErrorCode.SOURCE_DENIED,
              "%s: %s was denied with status %d; check 'auth' and what its credentials may read",
              source,
              request,
              status);
      case 404 ->
          StrakeException.of(
              ErrorCode.UNKNOWN_TABLE,
              "%s: %s was not found, status 404; check 'baseUrl' and 'path'",
              source,
              request);
      default ->
          StrakeException.of(
              ErrorCode.SOURCE_FAILED,
              "%s: %s failed with status %d after %d attempt(s); %s",
              source,
              request,
              status,
              attempts,
              remedy(status));
    };
  }

  StrakeException io(String request, IOException failure, int attempts) {
    Optional<AddressGuard.RefusedException> refused = refused(failure, 0);
    if (refused.isPresent()) {
      return StrakeException.causedBy(
          failure,
          ErrorCode.INVALID_CONFIGURATION,
          "%s: %s was not sent, address %s is not public; set 'allowPrivateAddresses' to true if"
              + " that address is meant",
          source,
          request,
          refused.get().address());
    }
    String reason =
        failure instanceof UnknownHostException ? "unknown host" : reason(failure.getMessage());
    return StrakeException.causedBy(
        failure,
        ErrorCode.SOURCE_UNAVAILABLE,
        "%s: %s got no answer after %d attempt(s), %s; check 'baseUrl', 'timeout' and the network",
        source,
        request,
        attempts,
        reason);
  }

  StrakeException otherOrigin(String request, HttpUrl target, HttpUrl origin) {
    return StrakeException.of(
        ErrorCode.SOURCE_FAILED,
        "%s: %s leads to another origin, %s; only %s is allowed, change 'baseUrl' if the other is"
            + " meant",
        source,
        request,
        originOf(target),
        originOf(origin));
  }

  StrakeException badUrl(String request, String what) {
    return StrakeException.of(
        ErrorCode.SOURCE_FAILED,
        "%s: %s answered with %s; the API is at fault or 'pagination' does not fit it",
        source,
        request,
        what);
  }

  StrakeException tooLarge(String request, long maxBytes) {
    return StrakeException.of(
        ErrorCode.LIMIT_EXCEEDED,
        "%s: %s answered more than %d bytes; raise 'maxResponseBytes' or ask for smaller pages",
        source,
        request,
        maxBytes);
  }

  StrakeException closed() {
    return StrakeException.of(
        ErrorCode.SOURCE_UNAVAILABLE, "%s: is closed; open the catalogue again", source);
  }

  private static String remedy(int status) {
    if (status == 429) {
      return "the API limits the rate of requests, raise 'maxRetryWait' or query less";
    }
    return status >= 500
        ? "try again later or ask the operator of the API"
        : "check 'path', 'query' and the values of the filters";
  }

  private static String reason(String message) {
    return message == null ? "the connection broke off" : message;
  }

  private static String originOf(HttpUrl url) {
    return url.scheme() + "://" + url.host() + ":" + url.port();
  }

  /** The client tries several addresses of a host and hangs the later failures onto the first. */
  private static Optional<AddressGuard.RefusedException> refused(Throwable failure, int depth) {
    if (failure instanceof AddressGuard.RefusedException found) {
      return Optional.of(found);
    }
    if (failure == null || depth > MAX_SEARCHED_CAUSES) {
      return Optional.empty();
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      Optional<AddressGuard.RefusedException> found = refused(suppressed, depth + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return refused(failure.getCause(), depth + 1);
  }
}

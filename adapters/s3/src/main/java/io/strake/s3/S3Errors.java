/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.InvalidResponseException;
import io.minio.errors.ServerException;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.parquet.DamageException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Translator of failures of one source into errors that name it. Immutable. */
final class S3Errors {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;
  private static final Set<String> EXPIRED =
      Set.of("ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired");

  private final String source;
  private final String endpoint;
  private final String bucket;

  S3Errors(S3Options options) {
    this.source = "s3 source '" + options.sourceName() + "'";
    this.endpoint = options.endpoint();
    this.bucket = options.bucket();
  }

  /** Returns an error whose message begins with the source. */
  @FormatMethod
  StrakeException of(ErrorCode code, @FormatString String format, @Nullable Object... args) {
    return StrakeException.of(code, "%s: %s", source, String.format(Locale.ROOT, format, args));
  }

  /** Returns the error for an object whose content cannot be read as its format demands. */
  StrakeException invalid(StoredObject object, String detail, @Nullable Throwable cause) {
    return invalid(object, detail, "repair or remove the object", cause);
  }

  /** Returns the error for an object whose content is not what the table says. */
  StrakeException invalid(
      StoredObject object, String detail, String remedy, @Nullable Throwable cause) {
    String message =
        String.format(
            Locale.ROOT,
            "%s: object '%s/%s': %s; %s",
            source,
            bucket,
            object.key(),
            detail,
            remedy);
    return cause == null
        ? StrakeException.of(ErrorCode.SOURCE_DATA_INVALID, "%s", message)
        : StrakeException.causedBy(cause, ErrorCode.SOURCE_DATA_INVALID, "%s", message);
  }

  /** Returns the error for a column whose bytes cannot be decoded. */
  StrakeException damaged(StoredObject object, String column, long offset, Throwable cause) {
    String reason =
        cause instanceof DamageException
            ? String.valueOf(cause.getMessage())
            : "its bytes cannot be decoded (" + cause + "), near byte " + offset;
    return invalid(object, "its content is damaged, column '" + column + "': " + reason, cause);
  }

  /**
   * Returns the error for a failed request.
   *
   * @param what object or prefix that was asked for, without the bucket
   */
  StrakeException ofRequest(Throwable failure, String what) {
    Optional<StrakeException> known = StrakeException.findIn(failure);
    if (known.isPresent()) {
      return known.get();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ErrorResponseException response) {
        return ofResponse(response, what);
      }
      if (cause instanceof InvalidResponseException || cause instanceof ServerException) {
        boolean isBusy = firstLine(cause).matches(".*\\b(429|503)\\b.*");
        return causedBy(
            failure,
            isBusy ? ErrorCode.SOURCE_BUSY : ErrorCode.SOURCE_FAILED,
            "the server failed on '"
                + bucket
                + "/"
                + what
                + "', "
                + firstLine(cause)
                + "; see the log of the object store");
      }
      if (cause instanceof IOException) {
        return causedBy(
            failure,
            ErrorCode.SOURCE_UNAVAILABLE,
            "no answer from "
                + endpoint
                + " for '"
                + bucket
                + "/"
                + what
                + "', "
                + firstLine(cause)
                + "; check the endpoint and the network");
      }
    }
    return causedBy(
        failure,
        ErrorCode.SOURCE_FAILED,
        "reading '"
            + bucket
            + "/"
            + what
            + "' failed, "
            + firstLine(failure)
            + "; see the cause in the log");
  }

  /** Returns whether a request was refused since its credentials are out of date. */
  static boolean isExpired(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ErrorResponseException response) {
        return EXPIRED.contains(String.valueOf(response.errorResponse().code()));
      }
    }
    return false;
  }

  private StrakeException ofResponse(ErrorResponseException failure, String what) {
    String code = String.valueOf(failure.errorResponse().code());
    int status = failure.response() == null ? 0 : failure.response().code();
    if (code.equals("NoSuchBucket")) {
      return causedBy(
          failure,
          ErrorCode.UNKNOWN_TABLE,
          "no bucket '" + bucket + "' at " + endpoint + "; create it or correct operand 'bucket'");
    }
    if (status == FORBIDDEN || status == UNAUTHORIZED || EXPIRED.contains(code)) {
      return causedBy(
          failure,
          ErrorCode.SOURCE_DENIED,
          "access to '"
              + bucket
              + "/"
              + what
              + "' was refused, "
              + code
              + "; check the credentials and their permissions, and renew them if they have expired");
    }
    if (status == PRECONDITION_FAILED || status == NOT_FOUND || status == RANGE_NOT_SATISFIABLE) {
      return causedBy(
          failure,
          ErrorCode.SOURCE_FAILED,
          "object '"
              + bucket
              + "/"
              + what
              + "' was "
              + (status == NOT_FOUND ? "deleted" : "replaced")
              + " after it had been listed; run the query again");
    }
    return causedBy(
        failure,
        status == TOO_MANY_REQUESTS || status == UNAVAILABLE || code.equals("SlowDown")
            ? ErrorCode.SOURCE_BUSY
            : ErrorCode.SOURCE_FAILED,
        "the server answered "
            + code
            + " for '"
            + bucket
            + "/"
            + what
            + "', "
            + firstLine(failure)
            + "; see the log of the object store");
  }

  private StrakeException causedBy(Throwable cause, ErrorCode code, String message) {
    return StrakeException.causedBy(cause, code, "%s: %s", source, message);
  }

  /** Messages of the client go on with a trace of the whole request. */
  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

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
import org.jspecify.annotations.Nullable;

/** Translator of failures of one source into errors that name it. Immutable. */
public final class S3Errors {
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int UNAUTHORIZED = 401;
  private static final int PRECONDITION_FAILED = 412;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final String source;
  private final String endpoint;
  private final String bucket;
  private final String credentials;

  public S3Errors(StoreOptions options) {
    this.source = "s3 source '" + options.sourceName() + "'";
    this.endpoint = options.connection().endpoint();
    this.bucket = options.bucket();
    this.credentials = options.credentials().remedy();
  }

  /** Returns an error whose message begins with the source. */
  @FormatMethod
  public StrakeException of(ErrorCode code, @FormatString String format, @Nullable Object... args) {
    return StrakeException.of(code, "%s: %s", source, String.format(Locale.ROOT, format, args));
  }

  /** Returns the error for an object whose content cannot be read as its format demands. */
  public StrakeException invalid(StoredObject object, String detail, @Nullable Throwable cause) {
    return invalid(object, detail, "repair or remove the object", cause);
  }

  /** Returns the error for an object whose content is not what the table says. */
  public StrakeException invalid(
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
  public StrakeException damaged(StoredObject object, String column, long offset, Throwable cause) {
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
      Optional<StrakeException> error = ofCause(cause, what);
      if (error.isPresent()) {
        return error.get();
      }
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) { // none of which says more
        String message =
            "no answer from " + endpoint + " for " + name(what) + ", " + firstLine(cause);
        String remedy = "; check the endpoint and the network";
        return causedBy(cause, ErrorCode.SOURCE_UNAVAILABLE, message + remedy);
      }
    }
    return causedBy(
        failure,
        ErrorCode.SOURCE_FAILED,
        "reading " + name(what) + " failed, " + firstLine(failure) + "; see the cause in the log");
  }

  /** Returns the error if a failure says by itself what it means. */
  private Optional<StrakeException> ofCause(Throwable cause, String what) {
    String reason = name(what) + ", " + firstLine(cause);
    if (cause instanceof StoreRefusalException refusal) {
      return Optional.of(ofAnswer(cause, refusal.status(), refusal.code(), what));
    }
    if (cause instanceof ErrorResponseException refusal) {
      int status = refusal.response() == null ? 0 : refusal.response().code();
      return Optional.of(
          ofAnswer(cause, status, String.valueOf(refusal.errorResponse().code()), what));
    }
    if (cause instanceof InvalidResponseException || cause instanceof ServerException) {
      return Optional.of(failed(cause, "the server failed on " + reason));
    }
    if (cause instanceof AttemptsExhaustedException refusal) {
      return Optional.of(ofRefusal(refusal, reason));
    }
    if (cause instanceof CredentialsMissingException) {
      String message = "no credentials for " + reason + "; check " + credentials;
      return Optional.of(causedBy(cause, ErrorCode.SOURCE_DENIED, message));
    }
    return Optional.empty();
  }

  /** Returns the error for an answer that broke off and could not be continued. */
  StrakeException ofBody(IOException failure, String key) {
    return causedBy(
        failure,
        ErrorCode.SOURCE_UNAVAILABLE,
        "the answer of "
            + endpoint
            + " for "
            + name(key)
            + " broke off, "
            + firstLine(failure)
            + "; check the network and run the query again");
  }

  private StrakeException ofRefusal(AttemptsExhaustedException refusal, String reason) {
    if (!refusal.isBusy()) {
      return failed(refusal, "the server failed on " + reason);
    }
    String remedy = "; run the query later, or lower operand maxConnections";
    return causedBy(
        refusal, ErrorCode.SOURCE_BUSY, "the server is too busy for " + reason + remedy);
  }

  private StrakeException ofAnswer(Throwable failure, int status, String code, String what) {
    if (code.equals("NoSuchBucket")) {
      return causedBy(
          failure,
          ErrorCode.UNKNOWN_TABLE,
          "no bucket '" + bucket + "' at " + endpoint + "; create it or correct operand 'bucket'");
    }
    if (StoreAnswer.isExpired(code)) {
      return denied(failure, what, code + "; renew " + credentials);
    }
    if (status == FORBIDDEN || status == UNAUTHORIZED) {
      String reason = code.isEmpty() ? firstLine(failure) : code;
      return denied(failure, what, reason + "; check " + credentials + ", and what they permit");
    }
    if (status == PRECONDITION_FAILED || status == NOT_FOUND || status == RANGE_NOT_SATISFIABLE) {
      String change = status == NOT_FOUND ? "deleted" : "replaced";
      String message = "object " + name(what) + " was " + change + " after it had been listed";
      return causedBy(failure, ErrorCode.SOURCE_FAILED, message + "; run the query again");
    }
    if (code.isEmpty()) {
      return failed(failure, "the server failed on " + name(what) + ", " + firstLine(failure));
    }
    return failed(
        failure, "the server answered " + code + " for " + name(what) + ", " + firstLine(failure));
  }

  private StrakeException denied(Throwable cause, String what, String reason) {
    return causedBy(
        cause, ErrorCode.SOURCE_DENIED, "access to " + name(what) + " was refused, " + reason);
  }

  private String name(String what) {
    return "'" + bucket + "/" + what + "'";
  }

  private StrakeException failed(Throwable cause, String message) {
    return causedBy(cause, ErrorCode.SOURCE_FAILED, message + "; see the log of the object store");
  }

  private StrakeException causedBy(Throwable cause, ErrorCode code, String message) {
    return StrakeException.causedBy(cause, code, "%s: %s", source, message);
  }

  /** Messages of the client go on with a trace of the whole request. */
  private static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}

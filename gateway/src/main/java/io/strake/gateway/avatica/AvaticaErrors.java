/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.gateway.common.Failures;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;

/** The translation of failures into what Avatica clients see. */
final class AvaticaErrors {
  private AvaticaErrors() {}

  /**
   * Returns the exception that Avatica puts into its error response: with SQLSTATE, with the number
   * as vendor code, and without a stack trace, which the response would carry to the client.
   */
  static RuntimeException toAvatica(Throwable failure) {
    RuntimeException visible =
        failure instanceof NoSuchConnectionException unknown ? unknown : described(failure);
    visible.setStackTrace(new StackTraceElement[0]);
    return visible;
  }

  private static RuntimeException described(Throwable failure) {
    StrakeException strake =
        failure instanceof IOException
            ? StrakeException.causedBy(
                failure,
                ErrorCode.INVALID_QUERY,
                "avatica: the request cannot be read; use a client of Avatica 1.28 or alike")
            : Failures.toStrake(failure);
    ErrorCode code = strake.code();
    return new AvaticaRuntimeException(
        Failures.line(strake),
        code.number(),
        code.sqlState(),
        code == ErrorCode.INTERNAL ? AvaticaSeverity.FATAL : AvaticaSeverity.ERROR);
  }
}

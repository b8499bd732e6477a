/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import io.strake.engine.PreparedQuery;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;

/** Refusal of statements whose parameters the doors cannot take values for. */
public final class WithoutParameters {
  private WithoutParameters() {}

  /**
   * Returns a statement that has no parameters.
   *
   * @throws StrakeException with {@code UNSUPPORTED} if it has some
   */
  public static PreparedQuery require(PreparedQuery query) {
    if (!query.parameterTypes().isEmpty()) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "query: parameters are not supported by this server; write values as literals instead of"
              + " '?'");
    }
    return query;
  }
}

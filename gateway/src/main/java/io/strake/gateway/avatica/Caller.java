/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The principal of the request that a thread works on: Avatica's protocol layer passes none on.
 *
 * <p>Thread-safe.
 */
final class Caller {
  private final ThreadLocal<@Nullable String> principal = new ThreadLocal<>();

  /** Runs work on behalf of a principal. */
  <T> T call(String name, Supplier<T> work) {
    principal.set(name);
    try {
      return work.get();
    } finally {
      principal.remove();
    }
  }

  /** Returns the principal of the request at hand. */
  String principal() {
    String name = principal.get();
    if (name == null) {
      throw new IllegalStateException("no request at hand");
    }
    return name;
  }
}

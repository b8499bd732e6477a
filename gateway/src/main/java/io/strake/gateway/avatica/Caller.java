/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.jspecify.annotations.Nullable;

/**
 * The principal and client of the request that a thread works on: Avatica's protocol layer passes
 * neither on.
 *
 * <p>Thread-safe.
 */
final class Caller {
  private record Call(String principal, ClientWatch client) {}

  private final ThreadLocal<@Nullable Call> current = new ThreadLocal<>();

  /** Runs work on behalf of a principal, whose client is watched if the work wants that. */
  <T> T call(String principal, ClientWatch client, Supplier<T> work) {
    current.set(new Call(principal, client));
    try (client) {
      return work.get();
    } finally {
      current.remove();
    }
  }

  /** Returns the principal of the request at hand. */
  String principal() {
    return current().principal();
  }

  /** Has an action run if the client closes its connection before the request at hand ends. */
  void onGone(Runnable action) {
    current().client().onGone(action);
  }

  /** Returns the connection that ends when the client of the request goes; null if none does. */
  @Nullable Connection connection() {
    return current().client().connection();
  }

  private Call current() {
    Call call = current.get();
    if (call == null) {
      throw new IllegalStateException("no request at hand");
    }
    return call;
  }
}

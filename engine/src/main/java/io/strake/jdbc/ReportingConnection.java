/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.planner.StrakeException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Optional;
import org.apache.calcite.jdbc.CalciteConnection;
import org.jspecify.annotations.Nullable;

/**
 * Connection that reports our failures as they are. Calcite's own, which it stands before, wraps a
 * failure of {@code prepareStatement} in one without message, SQLSTATE and code.
 */
final class ReportingConnection implements InvocationHandler {
  private final Connection calcite;

  private ReportingConnection(Connection calcite) {
    this.calcite = calcite;
  }

  static Connection of(Connection calcite) {
    return (Connection)
        Proxy.newProxyInstance(
            ReportingConnection.class.getClassLoader(),
            new Class<?>[] {CalciteConnection.class},
            new ReportingConnection(calcite));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(calcite, arguments);
    } catch (InvocationTargetException e) {
      Throwable failure = e.getTargetException();
      Optional<StrakeException> ours = StrakeException.findIn(failure);
      throw ours.isPresent() ? JdbcErrors.translate(ours.get()) : failure;
    }
  }
}

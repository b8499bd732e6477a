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
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Optional;
import org.apache.calcite.jdbc.CalciteConnection;
import org.jspecify.annotations.Nullable;

/**
 * Proxy that lets a client see our failures as they are: Calcite's connection and statements, which
 * it stands before, wrap them in exceptions without SQLSTATE and code. It also binds parameters.
 * Not thread-safe before a prepared statement.
 */
final class ReportingHandler implements InvocationHandler {
  private final Object target;

  /** Setters of the parameters; null unless it stands before a prepared statement. */
  private final @Nullable ParameterBinder binder;

  private ReportingHandler(Object target) {
    this.target = target;
    this.binder =
        target instanceof PreparedStatement statement ? new ParameterBinder(statement) : null;
  }

  static Connection connection(Connection calcite) {
    return proxy(CalciteConnection.class, calcite);
  }

  private static <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            ReportingHandler.class.getClassLoader(),
            new Class<?>[] {type},
            new ReportingHandler(target)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments)
      throws Throwable {
    if (binder != null && ParameterBinder.binds(method)) {
      binder.bind(method, arguments);
      return null;
    } else if (binder != null && method.getName().startsWith("execute")) {
      binder.checkComplete();
    } else if (binder != null && method.getName().equals("clearParameters")) {
      binder.clear();
    }
    try {
      return wrap(method, method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      Throwable failure = e.getTargetException();
      Optional<StrakeException> ours = StrakeException.findIn(failure);
      throw ours.isPresent() ? JdbcErrors.translate(ours.get()) : failure;
    }
  }

  private static @Nullable Object wrap(Method method, @Nullable Object result) {
    if (method.getName().equals("unwrap") || method.getReturnType() == ParameterMetaData.class) {
      return result;
    } else if (result instanceof PreparedStatement) {
      return proxy(PreparedStatement.class, result);
    } else if (result instanceof Statement) {
      return proxy(Statement.class, result);
    }
    return result;
  }
}

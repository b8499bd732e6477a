/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/** Finder of the parameters of a statement, before it is validated. */
final class ParameterFinder extends SqlBasicVisitor<@Nullable Void> {
  private final Map<Integer, SqlDynamicParam> parameters = new TreeMap<>();
  private final Set<Integer> cast = new HashSet<>();
  private final Set<Integer> rowCounts = new HashSet<>();

  static ParameterFinder of(SqlNode statement) {
    ParameterFinder finder = new ParameterFinder();
    statement.accept(finder);
    return finder;
  }

  /** Returns the number of parameters. */
  int count() {
    return parameters.size();
  }

  /** Returns the parameters that stand under a cast, by their indexes. */
  Set<Integer> cast() {
    return Set.copyOf(cast);
  }

  /** Returns the parameters that are numbers of rows, in LIMIT and OFFSET. */
  Set<Integer> rowCounts() {
    return Set.copyOf(rowCounts);
  }

  SqlDynamicParam parameter(int index) {
    return java.util.Objects.requireNonNull(parameters.get(index));
  }

  @Override
  public @Nullable Void visit(SqlDynamicParam parameter) {
    parameters.put(parameter.getIndex(), parameter);
    return null;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.getKind() == SqlKind.CAST && call.operand(0) instanceof SqlDynamicParam parameter) {
      cast.add(parameter.getIndex());
    }
    if (call instanceof SqlOrderBy ordered) {
      addRowCount(ordered.offset);
      addRowCount(ordered.fetch);
    } else if (call instanceof SqlSelect select) {
      addRowCount(select.getOffset());
      addRowCount(select.getFetch());
    }
    return super.visit(call);
  }

  private void addRowCount(@Nullable SqlNode node) {
    if (node instanceof SqlDynamicParam parameter) {
      rowCounts.add(parameter.getIndex());
    }
  }
}

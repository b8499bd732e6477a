/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;

/** The part of {@link SqlRenderer} that writes joins. */
final class JoinRenderer {
  private final SqlRenderer renderer;
  private final SqlBackend backend;

  JoinRenderer(SqlRenderer renderer, SqlBackend backend) {
    this.renderer = renderer;
    this.backend = backend;
  }

  SqlSelect render(Join join) {
    return new Passes(renderer, backend)
        .render(
            join,
            List.of(renderer.visit(join.getLeft()), renderer.visit(join.getRight())),
            () -> keys(join),
            inputs -> write(join, inputs.get(0), inputs.get(1)));
  }

  /** Returns the columns of each side that have an equal of the same exact type on the other. */
  private static List<List<Integer>> keys(Join join) {
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    // Equal or both NULL is as good as equal: a NULL has a number as well
    List<Boolean> filterNulls = new ArrayList<>();
    RelOptUtil.splitJoinCondition(
        join.getLeft(), join.getRight(), join.getCondition(), left, right, filterNulls);
    for (int i = left.size() - 1; i >= 0; i--) {
      RelDataType type = SqlRenderer.field(join.getLeft(), left.get(i)).getType();
      RelDataType other = SqlRenderer.field(join.getRight(), right.get(i)).getType();
      if (!RowsRenderer.sameType(type, other) || !Passes.tellsApart(type)) {
        left.remove(i);
        right.remove(i);
      }
    }
    return List.of(left, right);
  }

  private SqlSelect write(Join join, SqlSelect left, SqlSelect right) {
    return switch (join.getJoinType()) {
      case SEMI -> exists(join, left, right, "EXISTS");
      case ANTI -> exists(join, left, right, "NOT EXISTS");
      default -> tables(join, left, right);
    };
  }

  /** Writes a join whose right side refers to columns of the left one. */
  SqlSelect render(Correlate correlate) {
    boolean inner = correlate.getJoinType() == JoinRelType.INNER;
    SqlSelect left = input(renderer.visit(correlate.getLeft()), true);
    renderer.enter(correlate.getCorrelationId(), left.expressions());
    SqlSelect right = renderer.visit(correlate.getRight());
    String alias = renderer.newAlias();
    List<SqlSelect.Column> columns = new ArrayList<>(left.columns());
    columns.addAll(SqlRenderer.columnsOf(alias, right.columns().size()));
    String from =
        left.from()
            + (inner ? " CROSS JOIN LATERAL (" : " LEFT JOIN LATERAL (")
            + right.toSql()
            + ") AS "
            + alias
            + (inner ? "" : " ON TRUE");
    return SqlSelect.from(from, columns).withWhere(left.where());
  }

  private SqlSelect tables(Join join, SqlSelect leftInput, SqlSelect rightInput) {
    SqlSelect left = input(leftInput, join.getJoinType() == JoinRelType.INNER);
    SqlSelect right = input(rightInput, join.getJoinType() == JoinRelType.INNER);
    List<SqlSelect.Column> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    String condition =
        renderer.expression(
            join.getCondition(), columns.stream().map(SqlSelect.Column::sql).toList());
    boolean swap = backend.buildsRightSide() && isSmaller(join.getLeft(), join.getRight());
    String from =
        swap
            ? joined(right.from(), join.getJoinType().swap(), left.from(), condition)
            : joined(left.from(), join.getJoinType(), right.from(), condition);
    List<String> where = new ArrayList<>(left.where());
    where.addAll(right.where());
    return SqlSelect.from(from, columns).withWhere(where);
  }

  private static String joined(String left, JoinRelType type, String right, String condition) {
    String nested = right.contains(" JOIN ") && !right.startsWith("(") ? "(" + right + ")" : right;
    return left + " " + type.name() + " JOIN " + nested + " ON " + condition;
  }

  private SqlSelect exists(Join join, SqlSelect leftInput, SqlSelect rightInput, String operator) {
    SqlSelect left = leftInput.takesFilter() ? leftInput : renderer.asSubQuery(leftInput);
    SqlSelect right = input(rightInput, true);
    List<String> columns = new ArrayList<>(left.expressions());
    columns.addAll(right.expressions());
    List<String> conditions = new ArrayList<>(right.where());
    conditions.add(renderer.expression(join.getCondition(), columns));
    List<String> where = new ArrayList<>(left.where());
    where.add(
        operator
            + " (SELECT 1 FROM "
            + right.from()
            + " WHERE "
            + String.join(" AND ", conditions)
            + ")");
    return left.withWhere(where);
  }

  /** Returns an input whose FROM can be joined as it is; its WHERE moves up only if allowed. */
  private SqlSelect input(SqlSelect select, boolean mayLiftWhere) {
    return select.isJoinInput() && (mayLiftWhere || select.where().isEmpty())
        ? select
        : renderer.asSubQuery(select);
  }

  private static boolean isSmaller(RelNode one, RelNode other) {
    RelMetadataQuery mq = one.getCluster().getMetadataQuery();
    double[] rows = {mq.getRowCount(one), mq.getRowCount(other)};
    return Arrays.stream(rows).allMatch(Double::isFinite) && rows[0] < rows[1];
  }
}

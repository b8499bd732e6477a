/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The part of {@link JoinRenderer} that writes a join as several smaller ones, one after the other.
 *
 * <p>Both inputs are kept once, with a number that follows from the keys; rows that can meet have
 * the same number, so the rows of the join are those of the joins number by number, whatever its
 * kind. Below, for two passes:
 *
 * <pre>
 *   WITH t1 AS MATERIALIZED (SELECT *, number AS pass FROM left),
 *        t2 AS MATERIALIZED (SELECT *, number AS pass FROM right),
 *        t3 AS MATERIALIZED (SELECT ... FROM (t1 where pass = 0) JOIN (t2 where pass = 0) ON ...)
 *   SELECT * FROM t3
 *   UNION ALL
 *   SELECT ... FROM (t1 where pass = 1) JOIN (t2 where pass = 1) ON ...
 * </pre>
 *
 * <p>The rows of a pass are kept as well, but for the last, because engines would else begin with
 * all passes at once: each pass asks for the number of rows of the one before it, which is known
 * when that is done.
 */
final class JoinPasses {
  private final SqlRenderer renderer;
  private final SqlBackend backend;

  JoinPasses(SqlRenderer renderer, SqlBackend backend) {
    this.renderer = renderer;
    this.backend = backend;
  }

  /** Writes a join of two inputs that are written already. */
  interface Writer {
    /** Returns the join. */
    SqlSelect write(Join join, SqlSelect left, SqlSelect right);
  }

  /** Returns how many passes the join takes; 1 if it needs no more, or cannot be divided. */
  int count(Join join) {
    int passes = backend.joinPasses(join);
    boolean canDivide =
        passes > 1 && RelOptUtil.getVariablesUsed(join).isEmpty() && !keys(join, true).isEmpty();
    return canDivide ? passes : 1;
  }

  SqlSelect render(Join join, int passes, Writer writer) {
    Kept left = new Kept(renderer.visit(join.getLeft()), keys(join, true), passes);
    Kept right = new Kept(renderer.visit(join.getRight()), keys(join, false), passes);
    List<String> kept = new ArrayList<>(List.of(left.sql, right.sql));
    List<String> rows = new ArrayList<>();
    List<String> before = List.of();
    for (int pass = 0; pass < passes; pass++) {
      String sql = writer.write(join, left.rows(pass, before), right.rows(pass, before)).toSql();
      if (pass == passes - 1) {
        rows.add("(" + sql + ")");
      } else {
        String name = renderer.newAlias();
        kept.add(name + " AS MATERIALIZED (" + sql + ")");
        rows.add("(SELECT * FROM " + name + ")");
        before = List.of("(SELECT COUNT(*) FROM " + name + ") >= 0");
      }
    }
    String alias = renderer.newAlias();
    return SqlSelect.from(
        "(WITH "
            + String.join(", ", kept)
            + " "
            + String.join(" UNION ALL ", rows)
            + ") AS "
            + alias,
        SqlRenderer.columnsOf(alias, join.getRowType().getFieldCount()));
  }

  /** An input that is kept under a name. */
  private final class Kept {
    private final String name = renderer.newAlias();
    private final int width;
    private final String sql;

    Kept(SqlSelect input, List<Integer> keys, int passes) {
      width = input.columns().size();
      SqlSelect rows = renderer.asSubQuery(input);
      List<String> values = keys.stream().map(key -> rows.columns().get(key).sql()).toList();
      List<SqlSelect.Column> columns = new ArrayList<>(rows.columns());
      columns.add(new SqlSelect.Column(backend.joinPass(values, passes), false));
      sql = name + " AS MATERIALIZED (" + rows.withColumns(columns).toSql() + ")";
    }

    /** Returns the rows of one pass, as a sub-query so that any kind of join may take it. */
    SqlSelect rows(int pass, List<String> conditions) {
      String alias = renderer.newAlias();
      List<String> where = new ArrayList<>(List.of(alias + ".c" + width + " = " + pass));
      where.addAll(conditions);
      return renderer.asSubQuery(
          SqlSelect.from(name + " AS " + alias, SqlRenderer.columnsOf(alias, width))
              .withWhere(where));
    }
  }

  /** Returns the columns of one side that have an equal of the same type on the other. */
  private List<Integer> keys(Join join, boolean ofLeft) {
    List<Integer> left = new ArrayList<>();
    List<Integer> right = new ArrayList<>();
    // Equal or both NULL is as good as equal: a NULL has a number as well
    List<Boolean> filterNulls = new ArrayList<>();
    RelOptUtil.splitJoinCondition(
        join.getLeft(), join.getRight(), join.getCondition(), left, right, filterNulls);
    List<Integer> keys = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      RelDataType type = SqlRenderer.field(join.getLeft(), left.get(i)).getType();
      RelDataType other = SqlRenderer.field(join.getRight(), right.get(i)).getType();
      if (RowsRenderer.sameType(type, other) && isExact(type)) {
        keys.add(ofLeft ? left.get(i) : right.get(i));
      }
    }
    return keys;
  }

  /** Returns whether values that are equal are the same: not so 0.0 and -0.0, or padded texts. */
  private static boolean isExact(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return SqlTypeName.EXACT_TYPES.contains(name)
        || SqlTypeName.DATETIME_TYPES.contains(name)
        || name == SqlTypeName.VARCHAR
        || name == SqlTypeName.BOOLEAN;
  }
}

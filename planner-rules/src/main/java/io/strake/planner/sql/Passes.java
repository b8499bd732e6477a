/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The part of {@link SqlRenderer} that writes an operator which hashes its rows as several smaller
 * ones, one after the other.
 *
 * <p>The inputs are kept once, with a number that follows from the keys; rows that the operator
 * brings together have the same number, so its rows are those that it yields number by number.
 * Below, for a join in two passes:
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
final class Passes {
  private final SqlRenderer renderer;
  private final SqlBackend backend;

  Passes(SqlRenderer renderer, SqlBackend backend) {
    this.renderer = renderer;
    this.backend = backend;
  }

  /** Writes the operator over inputs that are written already. */
  interface Writer {
    /** Returns the operator over one pass of each input. */
    SqlSelect write(List<SqlSelect> inputs);
  }

  /** Returns whether values of a type that are equal are the same: not so 0.0 and -0.0. */
  static boolean tellsApart(RelDataType type) {
    SqlTypeName name = type.getSqlTypeName();
    return SqlTypeName.EXACT_TYPES.contains(name)
        || SqlTypeName.DATETIME_TYPES.contains(name)
        || name == SqlTypeName.VARCHAR // others may be padded
        || name == SqlTypeName.BOOLEAN;
  }

  /**
   * Returns an operator, in as many passes as it takes.
   *
   * @param inputs its inputs
   * @param keys asked if it takes several: for each input the columns whose values are equal in all
   *     rows that the operator brings together, in the same order for all, of types of which {@link
   *     #tellsApart} is true; without any it cannot be divided
   */
  SqlSelect render(
      RelNode rel, List<SqlSelect> inputs, Supplier<List<List<Integer>>> keys, Writer writer) {
    int passes = backend.passes(rel);
    if (passes == 1 || !RelOptUtil.getVariablesUsed(rel).isEmpty()) {
      return writer.write(inputs);
    }
    List<List<Integer>> columns = keys.get();
    return columns.get(0).isEmpty()
        ? writer.write(inputs)
        : divided(passes, rel.getRowType().getFieldCount(), kept(inputs, columns, passes), writer);
  }

  private List<Kept> kept(List<SqlSelect> inputs, List<List<Integer>> keys, int passes) {
    List<Kept> kept = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      kept.add(new Kept(inputs.get(i), keys.get(i), passes));
    }
    return kept;
  }

  private SqlSelect divided(int passes, int width, List<Kept> kept, Writer writer) {
    List<String> tables = new ArrayList<>(kept.stream().map(input -> input.sql).toList());
    List<String> rows = new ArrayList<>();
    List<String> before = List.of();
    for (int pass = 0; pass < passes; pass++) {
      String sql = writer.write(rows(kept, pass, before)).toSql();
      if (pass == passes - 1) {
        rows.add("(" + sql + ")");
      } else {
        String name = renderer.newAlias();
        tables.add(name + " AS MATERIALIZED (" + sql + ")");
        rows.add("(SELECT * FROM " + name + ")");
        before = List.of("(SELECT COUNT(*) FROM " + name + ") >= 0");
      }
    }
    String alias = renderer.newAlias();
    return SqlSelect.from(
        "(WITH "
            + String.join(", ", tables)
            + " "
            + String.join(" UNION ALL ", rows)
            + ") AS "
            + alias,
        SqlRenderer.columnsOf(alias, width));
  }

  private static List<SqlSelect> rows(List<Kept> inputs, int pass, List<String> conditions) {
    return inputs.stream().map(input -> input.rows(pass, conditions)).toList();
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
      columns.add(new SqlSelect.Column(backend.pass(values, passes), false));
      sql = name + " AS MATERIALIZED (" + rows.withColumns(columns).toSql() + ")";
    }

    /** Returns the rows of one pass, as a sub-query so that any operator may take it. */
    SqlSelect rows(int pass, List<String> conditions) {
      String alias = renderer.newAlias();
      List<String> where = new ArrayList<>(List.of(alias + ".c" + width + " = " + pass));
      where.addAll(conditions);
      return renderer.asSubQuery(
          SqlSelect.from(name + " AS " + alias, SqlRenderer.columnsOf(alias, width))
              .withWhere(where));
    }
  }
}

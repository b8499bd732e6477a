/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT statement under construction. Immutable.
 *
 * @param from FROM clause; empty for a statement without one
 * @param columns what is selected, one for each field of the expression it stands for
 * @param where conjuncts of the WHERE clause
 * @param groupBy GROUP BY clause, empty for one group; null if it does not aggregate
 * @param orderBy ORDER BY clause
 * @param offset rows to skip, as SQL; null for none
 * @param fetch rows to return at most, as SQL; null for all
 */
public record SqlSelect(
    String from,
    List<Column> columns,
    List<String> where,
    @Nullable List<String> groupBy,
    List<String> orderBy,
    @Nullable String offset,
    @Nullable String fetch) {

  /**
   * A selected expression.
   *
   * @param sql expression over the FROM clause
   * @param plain whether it is a column or a cheap function of one column that is null if the
   *     column is; so it may be repeated and may stand on the nullable side of an outer join
   * @param overWindow whether it is a call over a window, which sees the rows that WHERE leaves
   */
  public record Column(String sql, boolean plain, boolean overWindow) {
    /** Creates a column that is no call over a window. */
    public Column(String sql, boolean plain) {
      this(sql, plain, false);
    }

    static Column windowed(String sql) {
      return new Column(sql, false, true);
    }
  }

  /** Copies the lists. */
  public SqlSelect {
    columns = List.copyOf(columns);
    where = List.copyOf(where);
    groupBy = groupBy == null ? null : List.copyOf(groupBy);
    orderBy = List.copyOf(orderBy);
  }

  /** Returns a statement that selects columns from a table or sub-query. */
  public static SqlSelect from(String from, List<Column> columns) {
    return new SqlSelect(from, columns, List.of(), null, List.of(), null, null);
  }

  /** Returns the expressions that are selected. */
  public List<String> expressions() {
    return columns.stream().map(Column::sql).toList();
  }

  /** Returns the statement with each column named {@code c0}, {@code c1} and so on. */
  public String toSql() {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      items.add(columns.get(i).sql + " AS c" + i);
    }
    return toSql(items);
  }

  String toSql(List<String> items) {
    StringBuilder sql = new StringBuilder("SELECT ").append(String.join(", ", items));
    appendIf(sql, !from.isEmpty(), " FROM ", from);
    appendIf(sql, !where.isEmpty(), " WHERE ", String.join(" AND ", where));
    List<String> groups = groupBy == null ? List.of() : groupBy;
    appendIf(sql, !groups.isEmpty(), " GROUP BY ", String.join(", ", groups));
    appendIf(sql, !orderBy.isEmpty(), " ORDER BY ", String.join(", ", orderBy));
    appendIf(sql, fetch != null, " LIMIT ", String.valueOf(fetch));
    appendIf(sql, offset != null, " OFFSET ", String.valueOf(offset));
    return sql.toString();
  }

  /** Returns whether rows can still be filtered by the WHERE clause. */
  boolean takesFilter() {
    return groupBy == null && isUnlimited() && columns.stream().noneMatch(Column::overWindow);
  }

  boolean isUnlimited() {
    return offset == null && fetch == null;
  }

  boolean allPlain() {
    return columns.stream().allMatch(Column::plain);
  }

  /** Returns whether FROM and WHERE are all there is, so that a join can take them over. */
  boolean isJoinInput() {
    return takesFilter() && orderBy.isEmpty() && allPlain() && !from.isEmpty();
  }

  SqlSelect withColumns(List<Column> newColumns) {
    return new SqlSelect(from, newColumns, where, groupBy, orderBy, offset, fetch);
  }

  SqlSelect withWhere(List<String> newWhere) {
    return new SqlSelect(from, columns, newWhere, groupBy, orderBy, offset, fetch);
  }

  SqlSelect withGroupBy(List<String> keys, List<Column> newColumns) {
    return new SqlSelect(from, newColumns, where, keys, orderBy, offset, fetch);
  }

  SqlSelect withSort(List<String> keys, @Nullable String newOffset, @Nullable String newFetch) {
    return new SqlSelect(from, columns, where, groupBy, keys, newOffset, newFetch);
  }

  private static void appendIf(StringBuilder sql, boolean present, String keyword, String text) {
    if (present) {
      sql.append(keyword).append(text);
    }
  }
}

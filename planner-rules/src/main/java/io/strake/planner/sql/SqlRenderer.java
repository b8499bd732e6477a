/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.jspecify.annotations.Nullable;

/**
 * Writer of a tree of {@link SqlRel} as one statement.
 *
 * <p>Operators share a SELECT as far as its clauses allow it; otherwise the input becomes a
 * sub-query. Columns are referred to by position, so no name can clash. One renderer writes one
 * statement; not thread-safe.
 */
public final class SqlRenderer {
  private final SqlBackend backend;
  private final ExpressionRenderer expressions;
  private final List<RelNode> inputs = new ArrayList<>();
  private int aliases;

  /** Creates a renderer. */
  public SqlRenderer(SqlBackend backend, RexBuilder rexBuilder) {
    this.backend = backend;
    this.expressions = ExpressionRenderer.of(backend, rexBuilder);
  }

  /**
   * Returns the statement of a tree.
   *
   * @param output writes a column of the result so that it arrives in exactly its type
   */
  public SqlTemplate statement(SqlRel root, BiFunction<String, RelDataType, String> output) {
    return statement(root, root.render(this), output);
  }

  /**
   * Returns the statement of the rows of a tree that have one of several keys, which are put in by
   * {@link SqlTemplate#bind(io.strake.planner.Parameters, List)}.
   *
   * @param key the columns of the tree that make up the key
   * @param output as in {@link #statement}
   * @return empty if the engine does not look up such keys
   */
  public Optional<SqlTemplate> lookup(
      SqlRel root, List<Integer> key, BiFunction<String, RelDataType, String> output) {
    SqlSelect input = root.render(this);
    boolean plain = key.stream().allMatch(column -> input.columns().get(column).plain());
    SqlSelect target = plain && input.takesFilter() ? input : asSubQuery(input);
    List<String> columns = key.stream().map(column -> target.columns().get(column).sql()).toList();
    List<RelDataType> types = key.stream().map(column -> field(root, column).getType()).toList();
    List<String> arrays = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      arrays.add(SqlTemplate.keys(i));
    }
    return backend
        .among(columns, types, arrays)
        .map(
            condition -> {
              List<String> where = new ArrayList<>(target.where());
              where.add(condition);
              return statement(root, target.withWhere(where), output);
            });
  }

  private SqlTemplate statement(
      SqlRel root, SqlSelect select, BiFunction<String, RelDataType, String> output) {
    List<String> items = new ArrayList<>();
    for (RelDataTypeField field : root.getRowType().getFieldList()) {
      String column = select.columns().get(field.getIndex()).sql();
      items.add(
          output.apply(column, field.getType()) + " AS " + backend.identifier(checked(field)));
    }
    return new SqlTemplate(backend, select.toSql(items), expressions.parameters());
  }

  /** A name with U+0000 could be taken for a place of a parameter, and no engine has such names. */
  private static String checked(RelDataTypeField field) {
    if (field.getName().indexOf('\0') >= 0) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY,
          "query: the name of column %d holds the character U+0000; choose another alias",
          field.getIndex() + 1);
    }
    return field.getName();
  }

  /** Returns a table alias that is new in this statement. */
  public String newAlias() {
    return "t" + aliases++;
  }

  /**
   * Returns the name of a table that stands for an expression of another convention, such as a
   * stream of batches; every call makes a table of its own.
   */
  public String newInput(RelNode input) {
    inputs.add(input);
    return "s" + (inputs.size() - 1);
  }

  /** Returns the inputs in the order of their numbers: {@code s0}, {@code s1} and so on. */
  public List<RelNode> inputs() {
    return List.copyOf(inputs);
  }

  SqlSelect filter(Filter filter) {
    SqlSelect input = visit(filter.getInput());
    SqlSelect target = input.takesFilter() ? input : asSubQuery(input);
    List<String> where = new ArrayList<>(target.where());
    where.add(expression(filter.getCondition(), target));
    return target.withWhere(where);
  }

  SqlSelect project(Project project) {
    if (!project.containsOver()) {
      return project(project.getProjects(), visit(project.getInput()));
    }
    WindowExtraction windows = new WindowExtraction(project);
    return project(windows.projects(), windows(windows.calls(), visit(project.getInput())));
  }

  /** Adds calls over windows as columns; each is written once, however often it is used. */
  private SqlSelect windows(List<RexOver> calls, SqlSelect input) {
    boolean fits = input.takesFilter() && input.orderBy().isEmpty() && !repeatsWork(calls, input);
    SqlSelect target = fits ? input : asSubQuery(input);
    List<SqlSelect.Column> columns = new ArrayList<>(target.columns());
    for (RexOver call : calls) {
      columns.add(SqlSelect.Column.windowed(expression(call, target)));
    }
    return target.withColumns(columns);
  }

  private SqlSelect project(List<RexNode> projects, SqlSelect input) {
    boolean repeats = input.orderBy().isEmpty() && repeatsWork(projects, input);
    SqlSelect target = repeats || losesTotals(projects, input) ? asSubQuery(input) : input;
    List<SqlSelect.Column> columns = new ArrayList<>();
    for (RexNode node : projects) {
      columns.add(
          node instanceof RexInputRef column
              ? target.columns().get(column.getIndex())
              : new SqlSelect.Column(expression(node, target), false));
    }
    return target.withColumns(columns);
  }

  SqlSelect aggregate(Aggregate aggregate) {
    return new AggregateRenderer(this, backend).render(aggregate);
  }

  SqlSelect join(Join join) {
    return new JoinRenderer(this, backend).render(join);
  }

  SqlSelect correlate(Correlate correlate) {
    return new JoinRenderer(this, backend).render(correlate);
  }

  SqlSelect uncollect(Uncollect uncollect) {
    SqlSelect input = asSubQuery(visit(uncollect.getInput()));
    String from = input.from() + " CROSS JOIN LATERAL (";
    String alias = newAlias();
    List<SqlSelect.Column> columns = columnsOf(alias, uncollect.getRowType().getFieldCount());
    return SqlSelect.from(
        from
            + backend.unnest(input.expressions(), uncollect.withOrdinality)
            + ") AS "
            + alias
            + "("
            + String.join(", ", positions(columns.size()))
            + ")",
        columns);
  }

  SqlSelect sort(Sort sort) {
    SqlSelect input = visit(sort.getInput());
    boolean fits = input.isUnlimited() && (input.groupBy() != null || keysPlain(sort, input));
    SqlSelect target = fits ? input : asSubQuery(input);
    List<String> keys = new ArrayList<>();
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      keys.add(sortKey(key, sort, target));
    }
    if (keys.isEmpty()) {
      keys.addAll(target.orderBy()); // LIMIT on top of ORDER BY
    }
    return target.withSort(keys, number(sort.offset, target), number(sort.fetch, target));
  }

  SqlSelect setOperation(RelNode rel, String operator) {
    return new RowsRenderer(this, backend).setOperation(rel, operator);
  }

  SqlSelect values(Values values) {
    return new RowsRenderer(this, backend).values(values);
  }

  /** Returns an ORDER BY item over a column of an input that is written as {@code target}. */
  String sortKey(RelFieldCollation key, RelNode input, SqlSelect target) {
    RelDataType type = field(input, key.getFieldIndex()).getType();
    String column = target.columns().get(key.getFieldIndex()).sql();
    String expression =
        backend
            .sortKey(column, type)
            .orElseThrow(() -> new AssertionError("cannot sort by " + type));
    boolean nullsFirst =
        switch (key.nullDirection) {
          case FIRST -> true;
          case LAST -> false;
          case UNSPECIFIED -> key.direction.isDescending(); // PostgreSQL's default
        };
    return expression
        + (key.direction.isDescending() ? " DESC" : " ASC")
        + (nullsFirst ? " NULLS FIRST" : " NULLS LAST");
  }

  private @Nullable String number(@Nullable RexNode node, SqlSelect target) {
    return node == null ? null : expression(node, target);
  }

  SqlSelect visit(RelNode rel) {
    return ((SqlRel) rel).render(this);
  }

  SqlSelect asSubQuery(SqlSelect select) {
    String alias = newAlias();
    return SqlSelect.from(
        "(" + select.toSql() + ") AS " + alias, columnsOf(alias, select.columns().size()));
  }

  static List<SqlSelect.Column> columnsOf(String alias, int count) {
    return positions(count).stream()
        .map(name -> new SqlSelect.Column(alias + "." + name, true))
        .toList();
  }

  static List<String> positions(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("c" + i);
    }
    return names;
  }

  String expression(RexNode node, SqlSelect over) {
    return expression(node, over.expressions());
  }

  /** Returns an expression over columns that are written already. */
  String expression(RexNode node, List<String> columns) {
    return expressions.render(node, columns).orElseThrow(() -> notOnTheList(node));
  }

  /** Makes the columns of the left side of a lateral join known to its right side. */
  void enter(CorrelationId variable, List<String> columns) {
    expressions.enter(variable, columns);
  }

  String cast(String sql, RelDataType type) {
    String name = backend.typeName(type).orElseThrow(() -> new AssertionError("no type " + type));
    return "CAST(" + sql + " AS " + name + ")";
  }

  static RelDataTypeField field(RelNode rel, int index) {
    return rel.getRowType().getFieldList().get(index);
  }

  private static AssertionError notOnTheList(RexNode node) {
    return new AssertionError("the rules let through what is not on the allow-list: " + node);
  }

  /** Returns whether an expression is built on a computed column, which might be written twice. */
  private static boolean repeatsWork(List<? extends RexNode> nodes, SqlSelect input) {
    for (RexNode node : nodes) {
      if (node instanceof RexInputRef) {
        continue;
      }
      for (int column : RelOptUtil.InputFinder.bits(node)) {
        if (!input.columns().get(column).plain()) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns whether no aggregate would be left to say that all rows become one. */
  private static boolean losesTotals(List<RexNode> projects, SqlSelect input) {
    return input.groupBy() != null
        && input.groupBy().isEmpty()
        && RelOptUtil.InputFinder.bits(projects, null).isEmpty();
  }

  private static boolean keysPlain(Sort sort, SqlSelect input) {
    return sort.getCollation().getKeys().stream().allMatch(key -> input.columns().get(key).plain());
  }
}

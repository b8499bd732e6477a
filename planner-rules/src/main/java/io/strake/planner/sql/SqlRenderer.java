/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
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
    this.expressions = new ExpressionRenderer(backend, rexBuilder);
  }

  /**
   * Returns the statement of a tree.
   *
   * @param output writes a column of the result so that it arrives in exactly its type
   */
  public String statement(SqlRel root, BiFunction<String, RelDataType, String> output) {
    SqlSelect select = root.render(this);
    List<String> items = new ArrayList<>();
    for (RelDataTypeField field : root.getRowType().getFieldList()) {
      String column = select.columns().get(field.getIndex()).sql();
      items.add(
          output.apply(column, field.getType()) + " AS " + backend.identifier(field.getName()));
    }
    return select.toSql(items);
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
    SqlSelect input = visit(project.getInput());
    boolean repeats = input.orderBy().isEmpty() && repeatsWork(project, input);
    SqlSelect target = repeats || losesTotals(project, input) ? asSubQuery(input) : input;
    List<SqlSelect.Column> columns = new ArrayList<>();
    for (RexNode node : project.getProjects()) {
      columns.add(
          node instanceof RexInputRef column
              ? target.columns().get(column.getIndex())
              : new SqlSelect.Column(expression(node, target), false));
    }
    return target.withColumns(columns);
  }

  SqlSelect aggregate(Aggregate aggregate) {
    SqlSelect input = visit(aggregate.getInput());
    boolean fits = input.takesFilter() && input.orderBy().isEmpty() && plainKeys(aggregate, input);
    SqlSelect target = fits ? input : asSubQuery(input);
    List<SqlSelect.Column> columns = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(target.columns().get(key));
      keys.add(target.columns().get(key).sql());
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      columns.add(new SqlSelect.Column(aggregateCall(call, aggregate.getInput(), target), false));
    }
    boolean simple = aggregate.getGroupType() == Aggregate.Group.SIMPLE;
    return target.withGroupBy(simple ? keys : List.of(groupingSets(aggregate, target)), columns);
  }

  private static String groupingSets(Aggregate aggregate, SqlSelect target) {
    List<String> sets = new ArrayList<>();
    for (ImmutableBitSet set : aggregate.getGroupSets()) {
      List<String> keys =
          set.asList().stream().map(key -> target.columns().get(key).sql()).toList();
      sets.add("(" + String.join(", ", keys) + ")");
    }
    return "GROUPING SETS (" + String.join(", ", sets) + ")";
  }

  SqlSelect join(Join join) {
    return switch (join.getJoinType()) {
      case SEMI -> exists(join, "EXISTS");
      case ANTI -> exists(join, "NOT EXISTS");
      default -> joinTables(join);
    };
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
    List<String> branches = new ArrayList<>();
    for (RelNode input : rel.getInputs()) {
      branches.add("(" + branch(input, rel.getRowType()) + ")");
    }
    String alias = newAlias();
    String from = "(" + String.join(" " + operator + " ", branches) + ") AS " + alias;
    return SqlSelect.from(from, columnsOf(alias, rel.getRowType().getFieldCount()));
  }

  SqlSelect values(Values values) {
    List<String> rows = new ArrayList<>();
    for (ImmutableList<RexLiteral> tuple : values.getTuples()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        cells.add(cast(literal(tuple.get(i)), field(values, i).getType()));
      }
      rows.add("(" + String.join(", ", cells) + ")");
    }
    int width = values.getRowType().getFieldCount();
    if (rows.isEmpty()) {
      List<SqlSelect.Column> nulls = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        nulls.add(new SqlSelect.Column(cast("NULL", field(values, i).getType()), false));
      }
      return asSubQuery(SqlSelect.from("", nulls).withWhere(List.of("FALSE")));
    }
    String alias = newAlias();
    return SqlSelect.from(
        "(VALUES "
            + String.join(", ", rows)
            + ") AS "
            + alias
            + "("
            + String.join(", ", positions(width))
            + ")",
        columnsOf(alias, width));
  }

  private SqlSelect joinTables(Join join) {
    SqlSelect left = joinInput(join.getLeft(), join.getJoinType() == JoinRelType.INNER);
    SqlSelect right = joinInput(join.getRight(), join.getJoinType() == JoinRelType.INNER);
    List<SqlSelect.Column> columns = new ArrayList<>(left.columns());
    columns.addAll(right.columns());
    String condition =
        expressions
            .render(join.getCondition(), columns.stream().map(SqlSelect.Column::sql).toList())
            .orElseThrow(() -> notOnTheList(join.getCondition()));
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

  private SqlSelect exists(Join join, String operator) {
    SqlSelect input = visit(join.getLeft());
    SqlSelect left = input.takesFilter() ? input : asSubQuery(input);
    SqlSelect right = joinInput(join.getRight(), true);
    List<String> columns = new ArrayList<>(left.expressions());
    columns.addAll(right.expressions());
    List<String> conditions = new ArrayList<>(right.where());
    conditions.add(
        expressions
            .render(join.getCondition(), columns)
            .orElseThrow(() -> notOnTheList(join.getCondition())));
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
  private SqlSelect joinInput(RelNode input, boolean mayLiftWhere) {
    SqlSelect select = visit(input);
    return select.isJoinInput() && (mayLiftWhere || select.where().isEmpty())
        ? select
        : asSubQuery(select);
  }

  private String branch(RelNode input, RelDataType rowType) {
    SqlSelect select = visit(input);
    List<SqlSelect.Column> columns = new ArrayList<>();
    for (int i = 0; i < select.columns().size(); i++) {
      RelDataType type = rowType.getFieldList().get(i).getType();
      SqlSelect.Column column = select.columns().get(i);
      columns.add(
          sameType(type, field(input, i).getType())
              ? column
              : new SqlSelect.Column(cast(column.sql(), type), false));
    }
    return select.withColumns(columns).toSql();
  }

  private static boolean sameType(RelDataType one, RelDataType other) {
    return one.getSqlTypeName() == other.getSqlTypeName()
        && one.getPrecision() == other.getPrecision()
        && one.getScale() == other.getScale();
  }

  private String aggregateCall(AggregateCall call, RelNode input, SqlSelect target) {
    List<String> operands = new ArrayList<>();
    List<RelDataType> types = new ArrayList<>();
    for (int argument : call.getArgList()) {
      operands.add(target.columns().get(argument).sql());
      types.add(field(input, argument).getType());
    }
    if (call.filterArg >= 0) {
      // The filter stands within the call, so that a cast of the result stays outside
      String filter = target.columns().get(call.filterArg).sql();
      return SqlAggregates.withFilter(backend, call, operands, types, filter)
          .orElseThrow(() -> new AssertionError("not on the allow-list: " + call));
    }
    return backend
        .aggregate(call, operands, types)
        .orElseThrow(() -> new AssertionError("not on the allow-list: " + call));
  }

  private String sortKey(RelFieldCollation key, Sort sort, SqlSelect target) {
    RelDataType type = field(sort, key.getFieldIndex()).getType();
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

  private SqlSelect visit(RelNode rel) {
    return ((SqlRel) rel).render(this);
  }

  private SqlSelect asSubQuery(SqlSelect select) {
    String alias = newAlias();
    return SqlSelect.from(
        "(" + select.toSql() + ") AS " + alias, columnsOf(alias, select.columns().size()));
  }

  private static List<SqlSelect.Column> columnsOf(String alias, int count) {
    return positions(count).stream()
        .map(name -> new SqlSelect.Column(alias + "." + name, true))
        .toList();
  }

  private static List<String> positions(int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add("c" + i);
    }
    return names;
  }

  private String expression(RexNode node, SqlSelect over) {
    return expressions.render(node, over.expressions()).orElseThrow(() -> notOnTheList(node));
  }

  private String literal(RexLiteral literal) {
    return expressions.render(literal, List.of()).orElseThrow(() -> notOnTheList(literal));
  }

  private String cast(String sql, RelDataType type) {
    String name = backend.typeName(type).orElseThrow(() -> new AssertionError("no type " + type));
    return "CAST(" + sql + " AS " + name + ")";
  }

  private static RelDataTypeField field(RelNode rel, int index) {
    return rel.getRowType().getFieldList().get(index);
  }

  private static AssertionError notOnTheList(RexNode node) {
    return new AssertionError("the rules let through what is not on the allow-list: " + node);
  }

  /** Returns whether an expression is built on a computed column, which might be written twice. */
  private static boolean repeatsWork(Project project, SqlSelect input) {
    for (RexNode node : project.getProjects()) {
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
  private static boolean losesTotals(Project project, SqlSelect input) {
    return input.groupBy() != null
        && input.groupBy().isEmpty()
        && RelOptUtil.InputFinder.bits(project.getProjects(), null).isEmpty();
  }

  /** Returns whether the keys are columns; an expression there might be read as an ordinal. */
  private static boolean plainKeys(Aggregate aggregate, SqlSelect input) {
    return aggregate.getGroupSet().asList().stream()
        .allMatch(key -> input.columns().get(key).plain());
  }

  private static boolean keysPlain(Sort sort, SqlSelect input) {
    return sort.getCollation().getKeys().stream().allMatch(key -> input.columns().get(key).plain());
  }

  private static boolean isSmaller(RelNode one, RelNode other) {
    RelMetadataQuery mq = one.getCluster().getMetadataQuery();
    double[] rows = {mq.getRowCount(one), mq.getRowCount(other)};
    return Arrays.stream(rows).allMatch(Double::isFinite) && rows[0] < rows[1];
  }
}

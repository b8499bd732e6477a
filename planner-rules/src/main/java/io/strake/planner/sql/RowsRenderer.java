/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexLiteral;

/** The part of {@link SqlRenderer} that writes lists of rows and their combinations. */
final class RowsRenderer {
  private final SqlRenderer renderer;
  private final SqlBackend backend;

  RowsRenderer(SqlRenderer renderer, SqlBackend backend) {
    this.renderer = renderer;
    this.backend = backend;
  }

  SqlSelect setOperation(RelNode rel, String operator) {
    return new Passes(renderer, backend)
        .render(
            rel,
            rel.getInputs().stream().map(input -> branch(input, rel.getRowType())).toList(),
            () -> Collections.nCopies(rel.getInputs().size(), keys(rel)),
            inputs -> combined(inputs, operator));
  }

  /** Returns the exact columns: equal rows are equal in all of them. */
  private static List<Integer> keys(RelNode rel) {
    return rel.getRowType().getFieldList().stream()
        .filter(field -> Passes.tellsApart(field.getType()))
        .map(RelDataTypeField::getIndex)
        .toList();
  }

  private SqlSelect combined(List<SqlSelect> inputs, String operator) {
    String alias = renderer.newAlias();
    String from =
        inputs.stream()
            .map(input -> "(" + input.toSql() + ")")
            .collect(Collectors.joining(" " + operator + " ", "(", ") AS " + alias));
    return SqlSelect.from(from, SqlRenderer.columnsOf(alias, inputs.get(0).columns().size()));
  }

  SqlSelect values(Values values) {
    List<String> rows = new ArrayList<>();
    for (ImmutableList<RexLiteral> tuple : values.getTuples()) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < tuple.size(); i++) {
        String text = tuple.get(i).isNull() ? "NULL" : renderer.expression(tuple.get(i), List.of());
        cells.add(renderer.cast(text, SqlRenderer.field(values, i).getType()));
      }
      rows.add("(" + String.join(", ", cells) + ")");
    }
    int width = values.getRowType().getFieldCount();
    if (rows.isEmpty()) {
      List<SqlSelect.Column> nulls = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        nulls.add(
            new SqlSelect.Column(
                renderer.cast("NULL", SqlRenderer.field(values, i).getType()), false));
      }
      return renderer.asSubQuery(SqlSelect.from("", nulls).withWhere(List.of("FALSE")));
    }
    String alias = renderer.newAlias();
    return SqlSelect.from(
        "(VALUES "
            + String.join(", ", rows)
            + ") AS "
            + alias
            + "("
            + String.join(", ", SqlRenderer.positions(width))
            + ")",
        SqlRenderer.columnsOf(alias, width));
  }

  private SqlSelect branch(RelNode input, RelDataType rowType) {
    SqlSelect select = renderer.visit(input);
    List<SqlSelect.Column> columns = new ArrayList<>();
    for (int i = 0; i < select.columns().size(); i++) {
      RelDataType type = rowType.getFieldList().get(i).getType();
      SqlSelect.Column column = select.columns().get(i);
      columns.add(
          sameType(type, SqlRenderer.field(input, i).getType())
              ? column
              : new SqlSelect.Column(renderer.cast(column.sql(), type), false));
    }
    return select.withColumns(columns);
  }

  static boolean sameType(RelDataType one, RelDataType other) {
    return one.getSqlTypeName() == other.getSqlTypeName()
        && one.getPrecision() == other.getPrecision()
        && one.getScale() == other.getScale();
  }
}

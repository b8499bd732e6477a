/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;

/**
 * Writer of scalar expressions for one engine; what its allow-list lacks has no text.
 *
 * <p>Not thread-safe.
 */
final class ExpressionRenderer {
  private final SqlBackend backend;
  private final RexBuilder rexBuilder;
  private final OperatorAllowList operators;
  private final Map<CorrelationId, List<String>> outerColumns = new HashMap<>();
  private final boolean anyOuterColumn;

  /** The parameters that were written, by their indexes. */
  private final Map<Integer, RexDynamicParam> parameters = new TreeMap<>();

  private ExpressionRenderer(SqlBackend backend, RexBuilder rexBuilder, boolean anyOuterColumn) {
    this.backend = backend;
    this.rexBuilder = rexBuilder;
    this.operators = backend.operators(rexBuilder.getTypeFactory().getTypeSystem());
    this.anyOuterColumn = anyOuterColumn;
  }

  /** Returns a renderer that knows no column of an outer query before {@link #enter}. */
  static ExpressionRenderer of(SqlBackend backend, RexBuilder rexBuilder) {
    return new ExpressionRenderer(backend, rexBuilder, false);
  }

  /** Returns a renderer that tells what can be written, but writes names of its own making. */
  static ExpressionRenderer forChecks(SqlBackend backend, RexBuilder rexBuilder) {
    return new ExpressionRenderer(backend, rexBuilder, backend.hasLateral());
  }

  /** Makes the columns of an outer query known. */
  void enter(CorrelationId variable, List<String> columns) {
    outerColumns.put(variable, List.copyOf(columns));
  }

  /** Returns whether {@link #render} has an answer for an expression over that many columns. */
  boolean canRender(RexNode expression, int inputColumns) {
    return render(expression, Collections.nCopies(inputColumns, "x")).isPresent();
  }

  /**
   * Returns an expression as SQL.
   *
   * @param inputs the columns that it refers to, as SQL
   */
  Optional<String> render(RexNode expression, List<String> inputs) {
    if (expression instanceof RexInputRef column) {
      return Optional.of(inputs.get(column.getIndex()));
    } else if (expression instanceof RexLiteral literal) {
      return renderLiteral(literal);
    } else if (expression instanceof RexDynamicParam parameter) {
      return renderParameter(parameter);
    } else if (expression instanceof RexOver over) {
      return new SqlWindows(backend, node -> render(node, inputs)).write(over);
    } else if (expression instanceof RexSubQuery) {
      return Optional.empty(); // sub-queries have rels of their own
    } else if (expression instanceof RexFieldAccess access) {
      return renderOuterColumn(access);
    } else if (expression instanceof RexCall call) {
      return call.getKind() == SqlKind.SEARCH
          ? renderSearch(call, inputs)
          : renderCall(call, inputs);
    }
    return Optional.empty();
  }

  /** Returns the parameters that were written. */
  Collection<RexDynamicParam> parameters() {
    return parameters.values();
  }

  private Optional<String> renderParameter(RexDynamicParam parameter) {
    if (backend.typeName(parameter.getType()).isEmpty()) {
      return Optional.empty();
    }
    parameters.put(parameter.getIndex(), parameter);
    return Optional.of(SqlTemplate.placeholder(parameter));
  }

  private Optional<String> renderOuterColumn(RexFieldAccess access) {
    if (!(access.getReferenceExpr() instanceof RexCorrelVariable variable)) {
      return Optional.empty();
    } else if (anyOuterColumn) {
      return Optional.of("x");
    }
    return Optional.ofNullable(outerColumns.get(variable.id))
        .map(columns -> columns.get(access.getField().getIndex()));
  }

  private Optional<String> renderLiteral(RexLiteral literal) {
    if (!literal.isNull()) {
      return backend.literal(literal);
    }
    return backend.typeName(literal.getType()).map(type -> "CAST(NULL AS " + type + ")");
  }

  private Optional<String> renderCall(RexCall call, List<String> inputs) {
    return renderAll(backend.operands(call), inputs)
        .flatMap(operands -> operators.write(call, operands));
  }

  private Optional<List<String>> renderAll(List<RexNode> expressions, List<String> inputs) {
    List<String> texts = new ArrayList<>();
    for (RexNode expression : expressions) {
      Optional<String> text = render(expression, inputs);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.add(text.get());
    }
    return Optional.of(texts);
  }

  /** Writes a list of points as IN, anything else as the comparisons that it stands for. */
  private Optional<String> renderSearch(RexCall search, List<String> inputs) {
    RexNode expanded = RexUtil.expandSearch(rexBuilder, null, search);
    Optional<String> asComparisons = render(expanded, inputs);
    if (asComparisons.isEmpty()) {
      return Optional.empty(); // a comparison is not on the list, so neither is IN
    }
    List<RexNode> points = points(search, expanded);
    if (points.size() < 2) {
      return asComparisons;
    }
    RexNode value = search.getOperands().get(0);
    return render(value, inputs)
        .flatMap(
            operand ->
                renderAll(points, inputs)
                    .map(
                        list ->
                            expanded.getKind() == SqlKind.OR
                                ? backend.in(operand, list, value.getType())
                                : "(" + operand + " NOT IN (" + String.join(", ", list) + "))"));
  }

  /** Returns the literals of a plain IN or NOT IN without any word on NULL; empty otherwise. */
  private static List<RexNode> points(RexCall search, RexNode expanded) {
    Sarg<?> sarg = ((RexLiteral) search.getOperands().get(1)).getValueAs(Sarg.class);
    boolean in = sarg != null && sarg.isPoints() && expanded.getKind() == SqlKind.OR;
    boolean notIn =
        sarg != null && sarg.isComplementedPoints() && expanded.getKind() == SqlKind.AND;
    if (!in && !notIn) {
      return List.of();
    }
    SqlKind comparison = in ? SqlKind.EQUALS : SqlKind.NOT_EQUALS;
    List<RexNode> points = new ArrayList<>();
    for (RexNode term : ((RexCall) expanded).getOperands()) {
      if (term.getKind() != comparison) {
        return List.of();
      }
      points.add(((RexCall) term).getOperands().get(1));
    }
    return points;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ParameterNames;
import io.strake.planner.Parameters;
import io.strake.planner.sql.SqlTemplate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.util.Pair;
import org.jspecify.annotations.Nullable;

/**
 * Writer of a plan as indented text, with those values of parameters that are known; {@code $1} and
 * so on stand for others.
 */
public final class PlanWriter extends RelWriterImpl {
  private final PrintWriter out;
  private final Parameters known;

  private PlanWriter(PrintWriter out, Parameters known) {
    super(out, SqlExplainLevel.EXPPLAN_ATTRIBUTES, false);
    this.out = out;
    this.known = known;
  }

  /** Returns a plan as text. */
  public static String write(RelNode plan, Parameters known) {
    StringWriter text = new StringWriter();
    plan.explain(new PlanWriter(new PrintWriter(text), known));
    return text.toString().stripTrailing();
  }

  @Override
  protected void explain_(RelNode rel, List<Pair<String, @Nullable Object>> values) {
    StringBuilder line = new StringBuilder();
    spacer.spaces(line);
    line.append(rel.getRelTypeName());
    String separator = "(";
    for (Pair<String, @Nullable Object> value : values) {
      if (!(value.right instanceof RelNode)) {
        line.append(separator)
            .append(value.left)
            .append("=[")
            .append(show(value.right))
            .append(']');
        separator = ", ";
      }
    }
    out.println(separator.equals("(") ? line : line.append(')'));
    spacer.add(2);
    rel.getInputs().forEach(input -> input.explain(this));
    spacer.subtract(2);
  }

  private @Nullable Object show(@Nullable Object value) {
    if (value instanceof RexNode expression) {
      return ParameterNames.show(expression, known);
    }
    return value instanceof SqlTemplate sql ? sql.describe(known) : value;
  }
}

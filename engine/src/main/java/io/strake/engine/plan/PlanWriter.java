/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.Parameters;
import io.strake.planner.sql.SqlTemplate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.externalize.RelWriterImpl;
import org.apache.calcite.rex.RexBiVisitor;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVariable;
import org.apache.calcite.rex.RexVisitor;
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
      return known.bind(expression).accept(new Names());
    }
    return value instanceof SqlTemplate sql ? sql.describe(known) : value;
  }

  /** Puts names in the places of parameters. */
  private static final class Names extends RexShuttle {
    @Override
    public RexNode visitDynamicParam(RexDynamicParam parameter) {
      return new Name(parameter);
    }
  }

  /** Parameter as people write it. */
  private static final class Name extends RexVariable {
    private final RexDynamicParam parameter;

    Name(RexDynamicParam parameter) {
      super("$" + (parameter.getIndex() + 1), parameter.getType());
      this.parameter = parameter;
    }

    @Override
    public <R> R accept(RexVisitor<R> visitor) {
      return visitor.visitDynamicParam(parameter);
    }

    @Override
    public <R, P> R accept(RexBiVisitor<R, P> visitor, P argument) {
      return visitor.visitDynamicParam(parameter, argument);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Name name && name.parameter.equals(parameter);
    }

    @Override
    public int hashCode() {
      return parameter.hashCode();
    }
  }
}

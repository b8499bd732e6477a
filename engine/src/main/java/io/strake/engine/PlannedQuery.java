/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.PushedDownRel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Planned statement: its physical plan, and everything about it that clients ask for.
 *
 * @param explains whether the rows are the lines of the plan
 * @param memory what it needs to run
 */
record PlannedQuery(
    String sql,
    ArrowRel rel,
    RelDataType rowType,
    Schema schema,
    String plan,
    List<PushedQuery> pushed,
    boolean explains,
    MemoryNeed memory)
    implements PreparedQuery {

  static PlannedQuery of(String sql, StatementPlanner.Plan plan, RelDataTypeFactory typeFactory) {
    RelDataType rowType = plan.explain() ? explainRowType(typeFactory) : plan.rowType();
    List<PushedQuery> pushed = new ArrayList<>();
    collectPushed(plan.rel(), pushed);
    return new PlannedQuery(
        sql,
        plan.rel(),
        rowType,
        ArrowTypes.toSchema(rowType),
        plan.text(),
        List.copyOf(pushed),
        plan.explain(),
        MemoryNeed.of(plan.rel()));
  }

  /** Starts the plan; the batches have the types of the schema but names of their own. */
  ArrowReader open(ExecutionContext context) {
    return explains ? new TextReader(context, schema, plan.lines().toList()) : rel.execute(context);
  }

  private static RelDataType explainRowType(RelDataTypeFactory typeFactory) {
    return typeFactory.builder().add("plan", SqlTypeName.VARCHAR).build();
  }

  private static void collectPushed(RelNode rel, List<PushedQuery> pushed) {
    if (rel instanceof PushedDownRel source) {
      pushed.add(new PushedQuery(source.sourceName(), source.pushedRequest()));
    }
    rel.getInputs().forEach(input -> collectPushed(input, pushed));
  }
}

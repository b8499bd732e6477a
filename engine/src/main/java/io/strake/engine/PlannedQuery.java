/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.plan.PlanWriter;
import io.strake.planner.Parameters;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.PushedDownRel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;

/**
 * A statement and its plan, which other statements may share that differ in constants.
 *
 * @param constants values of the parameters that stand for constants, behind those of the client
 */
record PlannedQuery(String sql, SharedPlan shared, List<RexLiteral> constants)
    implements PreparedQuery {
  /** Copies the list. */
  PlannedQuery {
    constants = List.copyOf(constants);
  }

  @Override
  public RelDataType rowType() {
    return shared.rowType();
  }

  @Override
  public Schema schema() {
    return shared.schema();
  }

  @Override
  public List<RelDataType> parameterTypes() {
    return shared.plan().parameters();
  }

  @Override
  public Schema parameterSchema() {
    return new Schema(
        java.util.stream.IntStream.range(0, parameterTypes().size())
            .mapToObj(i -> ArrowTypes.toField("$" + (i + 1), parameterTypes().get(i)))
            .toList());
  }

  @Override
  public String plan() {
    return PlanWriter.write(shared.plan().rel(), known());
  }

  @Override
  public List<PushedQuery> pushed() {
    List<PushedQuery> pushed = new ArrayList<>();
    collectPushed(shared.plan().rel(), pushed);
    return List.copyOf(pushed);
  }

  /** Returns whether the rows are the lines of the plan. */
  boolean explains() {
    return shared.plan().explain();
  }

  /** Returns what it needs to run. */
  MemoryNeed memory() {
    return shared.memory();
  }

  /** Starts the plan; the batches have the types of the schema but names of their own. */
  ArrowReader open(ExecutionContext context) {
    return explains()
        ? new TextReader(context, schema(), plan().lines().toList())
        : shared.plan().rel().execute(context);
  }

  /** Returns the values of all parameters, given those of the client. */
  Parameters bind(List<RexLiteral> values) {
    List<RexLiteral> all = new ArrayList<>(values);
    all.addAll(constants);
    return Parameters.of(all);
  }

  private Parameters known() {
    int first = parameterTypes().size();
    Parameters lifted = Parameters.of(constants);
    return parameter ->
        parameter.getIndex() < first
            ? java.util.Optional.empty()
            : lifted.valueOf(
                new org.apache.calcite.rex.RexDynamicParam(
                    parameter.getType(), parameter.getIndex() - first));
  }

  private void collectPushed(RelNode rel, List<PushedQuery> pushed) {
    if (rel instanceof PushedDownRel source) {
      pushed.add(new PushedQuery(source.sourceName(), source.pushedRequest(known())));
    }
    rel.getInputs().forEach(input -> collectPushed(input, pushed));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.Parameters;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.PushedDownRel;
import io.strake.planner.cost.TransferCost;
import io.strake.rest.model.ParameterSpec;
import io.strake.rest.scan.RequestSpec;
import io.strake.rest.scan.RestBatchReader;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * Relational expression that runs the requests of a scan and decodes the answers into batches.
 *
 * <p>Not one of Calcite's own {@code Converter}s: its planner applies no converter rule to those,
 * so there would be no way on from here to Calcite's Enumerable convention.
 */
public final class RestToArrowConverter extends SingleRel implements PushedDownRel {
  /** Creates a converter. */
  RestToArrowConverter(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new RestToArrowConverter(getCluster(), traitSet, sole(inputs));
  }

  @Override
  public String sourceName() {
    return ((RestRel) getInput()).sourceName();
  }

  @Override
  public String pushedRequest() {
    return pushedRequest(Parameters.NONE);
  }

  @Override
  public String pushedRequest(Parameters known) {
    return ((RestRel) getInput()).request().describe(known);
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    double requests = getInput() instanceof RestTableScan scan ? scan.estimateRequests(mq) : 1;
    return TransferCost.of(planner, mq, getInput(), requests);
  }

  /**
   * Starts the scan.
   *
   * @throws StrakeException with {@link ErrorCode#CANNOT_PLAN}, before any request, if a required
   *     parameter is not bound
   */
  @Override
  public ArrowReader execute(ExecutionContext context) {
    RestRel scan = (RestRel) getInput();
    RequestSpec request = scan.request();
    List<ParameterSpec> unbound = request.unbound();
    if (!unbound.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.CANNOT_PLAN,
          "%s: table '%s' cannot be read without a value of %s; add %s to the WHERE of the query",
          scan.client().source(),
          request.endpoint().name(),
          join(unbound, "column '%s'", " and "),
          join(unbound, "\"%s\" = <value>", " AND "));
    }
    Schema schema = ArrowTypes.toSchema(getRowType());
    return LateBindings.bind(request, context.parameters())
        .<ArrowReader>map(bound -> new RestBatchReader(context, scan.client(), bound, schema))
        .orElseGet(() -> new NoRows(context.allocator(), schema));
  }

  /** Stream without rows. */
  private static final class NoRows extends BatchReader {
    NoRows(BufferAllocator allocator, Schema schema) {
      super(allocator, schema);
    }

    @Override
    protected boolean fill(VectorSchemaRoot root) {
      return false;
    }

    @Override
    protected void release() {}
  }

  private static String join(List<ParameterSpec> parameters, String format, String separator) {
    return parameters.stream()
        .map(parameter -> format.replace("%s", parameter.column()))
        .collect(Collectors.joining(separator));
  }
}

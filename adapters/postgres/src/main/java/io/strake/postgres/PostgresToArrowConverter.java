/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static java.util.Objects.requireNonNull;

import io.strake.planner.Parameters;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.arrow.KeyLookup;
import io.strake.planner.arrow.PushedDownRel;
import io.strake.planner.cost.TransferCost;
import io.strake.planner.sql.SqlRel;
import io.strake.planner.sql.SqlTemplate;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/**
 * Relational expression that runs its input as one statement and yields the rows as batches.
 *
 * <p>Not one of Calcite's converters, because it would not convert the result of one any further.
 */
final class PostgresToArrowConverter extends SingleRel implements PushedDownRel {
  private volatile @Nullable SqlTemplate template;
  private volatile @Nullable Optional<SmallStatement> small;

  PostgresToArrowConverter(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  @Override
  public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
    return new PostgresToArrowConverter(getCluster(), traitSet, sole(inputs));
  }

  @Override
  public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    return TransferCost.of(planner, mq, getInput(), 1);
  }

  /** Shows the statement, once the plan is final. */
  @Override
  public RelWriter explainTerms(RelWriter writer) {
    super.explainTerms(writer);
    return isFinal(getInput())
        ? writer
            .item("sql", template())
            .itemIf("connections", database().scanConnections(), database().divides(getInput()))
        : writer;
  }

  @Override
  public String sourceName() {
    return convention().sourceName();
  }

  @Override
  public String pushedRequest() {
    return pushedRequest(Parameters.NONE);
  }

  @Override
  public String pushedRequest(Parameters known) {
    return template().describe(known);
  }

  @Override
  public ArrowReader execute(ExecutionContext context) {
    return scan(context)
        .open(template().bind(context.parameters()), PlainScan.of(getInput()), small());
  }

  @Override
  public Optional<KeyLookup> keyLookup(List<Integer> columns) {
    return PostgresBackend.lookup((SqlRel) getInput(), columns)
        .map(statement -> new PostgresKeyLookup(this, statement, columns));
  }

  /** Begins a scan of rows of this type. */
  ScanStart scan(ExecutionContext context) {
    return new ScanStart(
        database(),
        context,
        ArrowTypes.toSchema(getRowType()),
        column -> ColumnOrigin.describe(getInput(), column));
  }

  PostgresDatabase database() {
    return convention().database();
  }

  private PostgresConvention convention() {
    return (PostgresConvention) requireNonNull(getInput().getConvention());
  }

  private SqlTemplate template() {
    SqlTemplate current = template;
    if (current == null) {
      current = PostgresBackend.statement((SqlRel) getInput());
      template = current;
    }
    return current;
  }

  /** What is known of its runs belongs to the plan, which runs many times. */
  private Optional<SmallStatement> small() {
    Optional<SmallStatement> current = small;
    if (current == null) {
      current = SmallStatement.of(template());
      small = current;
    }
    return current;
  }

  /** While planning, inputs are stand-ins for many expressions. */
  private static boolean isFinal(RelNode rel) {
    return rel instanceof SqlRel
        && rel.getInputs().stream().allMatch(PostgresToArrowConverter::isFinal);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.join.JoinOrder;
import io.strake.planner.metadata.FederationMetadata;
import java.util.EnumSet;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.rules.AggregateReduceFunctionsRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql2rel.RelDecorrelator;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;

/**
 * The logical phases: sub-queries become joins, filters move down, columns that nobody reads go.
 *
 * <p>Heuristic throughout; what depends on cost is left to {@link PhysicalPlanner}. Stateless.
 */
final class LogicalOptimizer {
  private static final int MAX_DERIVED_FILTERS = 16;

  private static final List<RelOptRule> SUB_QUERIES =
      List.of(
          CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
          CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE,
          CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

  /**
   * AVG over exact numbers is SUM / COUNT, divided once and exactly, wherever the sums are made.
   */
  private static final RelOptRule REDUCE_AVG =
      AggregateReduceFunctionsRule.Config.DEFAULT
          .withFunctionsToReduce(EnumSet.of(SqlKind.AVG))
          .withExtraCondition(call -> call.getType().getSqlTypeName().name().equals("DECIMAL"))
          .toRule();

  private static final List<RelOptRule> PUSH_DOWN =
      List.of(
          CoreRules.FILTER_INTO_JOIN,
          CoreRules.JOIN_CONDITION_PUSH,
          CoreRules.FILTER_PROJECT_TRANSPOSE,
          CoreRules.FILTER_AGGREGATE_TRANSPOSE,
          CoreRules.FILTER_SET_OP_TRANSPOSE,
          CoreRules.FILTER_MERGE,
          CoreRules.PROJECT_MERGE,
          CoreRules.PROJECT_REMOVE,
          CoreRules.AGGREGATE_PROJECT_MERGE,
          CoreRules.UNION_MERGE,
          CoreRules.JOIN_PUSH_EXPRESSIONS,
          PruneEmptyRules.FILTER_INSTANCE,
          PruneEmptyRules.PROJECT_INSTANCE,
          PruneEmptyRules.JOIN_LEFT_INSTANCE,
          PruneEmptyRules.JOIN_RIGHT_INSTANCE,
          PruneEmptyRules.UNION_INSTANCE,
          PruneEmptyRules.SORT_FETCH_ZERO_INSTANCE,
          REDUCE_AVG);

  private LogicalOptimizer() {}

  static RelNode optimize(RelNode query) {
    SubQueryChecks.check(query);
    RelNode joined = apply(apply(query, SUB_QUERIES), List.of(OneRowLateralRule.INSTANCE));
    RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(query.getCluster(), null);
    RelNode flat = RelDecorrelator.decorrelateQuery(joined, builder);
    RelNode pushed = apply(deriveFilters(apply(flat, PUSH_DOWN)), PUSH_DOWN);
    RelNode narrow = new RelFieldTrimmer(null, builder).trim(pushed);
    RelNode ordered = JoinOrder.apply(narrow);
    return ordered == narrow
        ? narrow
        : new RelFieldTrimmer(null, builder).trim(apply(ordered, PUSH_DOWN));
  }

  /** Copies filters on join keys to the other side; the rule never comes to rest by itself. */
  private static RelNode deriveFilters(RelNode query) {
    HepProgram program =
        new HepProgramBuilder()
            .addMatchLimit(MAX_DERIVED_FILTERS)
            .addRuleInstance(CoreRules.JOIN_PUSH_TRANSITIVE_PREDICATES)
            .build();
    return run(query, program);
  }

  private static RelNode apply(RelNode query, List<RelOptRule> rules) {
    return run(query, new HepProgramBuilder().addRuleCollection(rules).build());
  }

  private static RelNode run(RelNode query, HepProgram program) {
    HepPlanner planner = new HepPlanner(program, query.getCluster().getPlanner().getContext());
    query.getCluster().setMetadataProvider(FederationMetadata.PROVIDER);
    planner.setRoot(query);
    return planner.findBestExp();
  }
}

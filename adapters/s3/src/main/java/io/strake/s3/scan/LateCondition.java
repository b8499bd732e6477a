/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.ParameterNames;
import io.strake.planner.Parameters;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ConditionTranslator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Condition with parameters, which can prune only when a scan starts and their values are known.
 * Immutable.
 *
 * @param condition condition over {@code rowType}; the rows are filtered by it later in any case
 * @param rowType columns that it refers to by position
 */
public record LateCondition(RexNode condition, RelDataType rowType) {
  /** Returns whether an expression has parameters. */
  public static boolean hasParameters(RexNode node) {
    try {
      node.accept(
          new RexVisitorImpl<@Nullable Void>(true) {
            @Override
            public @Nullable Void visitDynamicParam(RexDynamicParam parameter) {
              throw Util.FoundOne.NULL;
            }
          });
      return false;
    } catch (Util.FoundOne e) {
      return true;
    }
  }

  /** Returns a scan narrowed by this condition. */
  public ScanSpec narrow(
      ScanSpec spec, Parameters values, RexBuilder rexBuilder, Predicate<String> isOfObject) {
    ConditionTranslator translator = new ConditionTranslator(rexBuilder, rowType);
    List<Condition> partitions = new ArrayList<>();
    List<Condition> prune = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(values.bind(condition))) {
      Optional<Condition> exact =
          translator.exact(conjunct).filter(c -> c.columns().stream().allMatch(isOfObject));
      exact.ifPresentOrElse(
          partitions::add, () -> translator.weaken(conjunct).ifPresent(prune::add));
    }
    return spec.withConditions(
        ConditionTranslator.conjunction(partitions), ConditionTranslator.conjunction(prune));
  }

  public String show(Parameters known) {
    return ParameterNames.show(condition, known);
  }

  @Override
  public String toString() {
    return show(Parameters.NONE);
  }
}

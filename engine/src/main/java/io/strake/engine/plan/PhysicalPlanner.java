/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.engine.fallback.EnumerableToArrowConverter;
import io.strake.engine.local.LocalConvention;
import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.cost.FederationCost;
import io.strake.planner.metadata.KnownValues;
import io.strake.planner.rules.WidenSumRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.interpreter.Bindables;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.ProjectToWindowRule;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.util.CancelFlag;
import org.jspecify.annotations.Nullable;

/**
 * The physical phase: chooses for every operator whether its source, the local engine or Calcite's
 * own code runs it, by {@link FederationCost}.
 *
 * <p>One Volcano phase, since a second would lose the rules that conventions bring along. Each
 * statement has a planner of its own. Not thread-safe.
 */
final class PhysicalPlanner {
  /**
   * Rules of Calcite that are left out: merging needs sorted inputs as a trait, which nobody claims
   * here, and generated code has filters and projections only in the form of a Calc.
   */
  private static final Set<RelOptRule> LEFT_OUT =
      Set.of(
          EnumerableRules.ENUMERABLE_MERGE_JOIN_RULE,
          EnumerableRules.ENUMERABLE_MERGE_UNION_RULE,
          EnumerableRules.ENUMERABLE_FILTER_RULE,
          EnumerableRules.ENUMERABLE_PROJECT_RULE);

  /**
   * Windows for generated code. The rel that it makes forgets DISTINCT and IGNORE NULLS, by which
   * calls would be taken for equal that are not.
   */
  private static final RelOptRule WINDOWS =
      ((ProjectToWindowRule.ProjectToLogicalProjectAndWindowRule)
              CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW)
          .config
          .withOperandSupplier(
              b ->
                  b.operand(LogicalProject.class)
                      .predicate(PhysicalPlanner::hasPlainWindows)
                      .anyInputs())
          .toRule();

  /** The rules of generated code, in the order in which Calcite has them. */
  private static final List<RelOptRule> GENERATED_CODE =
      EnumerableRules.rules().stream().filter(rule -> !LEFT_OUT.contains(rule)).toList();

  private final ForgetfulPlanner volcano;

  PhysicalPlanner(
      @Nullable LocalConvention local,
      SchemaPlus rootSchema,
      KnownValues known,
      AtomicBoolean cancelled) {
    volcano = new ForgetfulPlanner(Contexts.of(new CancelFlag(cancelled), known));
    volcano.setExecutor(ExactRexBuilder.CONSTANTS);
    volcano.addRelTraitDef(ConventionTraitDef.INSTANCE);
    ArrowConvention.INSTANCE.register(volcano);
    if (local != null) {
      local.register(volcano);
    }
    volcano.addRule(EnumerableToArrowConverter.rule(rootSchema));
    GENERATED_CODE.forEach(volcano::addRule);
    volcano.addRule(WidenSumRule.INSTANCE);
    volcano.addRule(WINDOWS);
    volcano.addRule(CoreRules.FILTER_TO_CALC);
    volcano.addRule(CoreRules.PROJECT_TO_CALC);
    // Tables of other adapters that can only be read through Calcite's interpreter
    volcano.addRule(EnumerableRules.TO_INTERPRETER);
    volcano.addRule(Bindables.BINDABLE_TABLE_SCAN_RULE);
    volcano.addRule(CoreRules.PROJECT_TABLE_SCAN);
    volcano.addRule(CoreRules.FILTER_SCAN);
  }

  private static boolean hasPlainWindows(LogicalProject project) {
    List<RexOver> special = new ArrayList<>();
    RexVisitorImpl<@Nullable Void> finder =
        new RexVisitorImpl<@Nullable Void>(true) {
          @Override
          public @Nullable Void visitOver(RexOver over) {
            if (over.isDistinct() || over.ignoreNulls()) {
              special.add(over);
            }
            return super.visitOver(over);
          }
        };
    finder.visitEach(project.getProjects());
    return project.containsOver() && special.isEmpty();
  }

  /** Returns the planner that the statement's cluster is made with. */
  VolcanoPlanner volcano() {
    return volcano;
  }

  /** Ends planning if nobody waits for it any more; rules do the same whenever one is applied. */
  void checkCancel() {
    volcano.checkCancel();
  }

  /** Lets go of all plans that were not chosen; a cached plan refers to its planner. */
  void forgetAlternatives() {
    volcano.forget();
  }

  /** Volcano planner that can let go of its memo, and of the client that waited for the plan. */
  private static final class ForgetfulPlanner extends VolcanoPlanner {
    private volatile boolean isDone;

    ForgetfulPlanner(Context context) {
      super(FederationCost.FACTORY, context);
    }

    /** A finished plan still makes expressions, to be written down or run, for other clients. */
    @Override
    public void checkCancel() {
      if (!isDone) {
        super.checkCancel();
      }
    }

    void forget() {
      isDone = true;
      // One by one Volcano would look through all operands of all rules for each of them
      for (RelOptRule rule : getRules()) {
        if (rule instanceof ConverterRule converter) {
          ConventionTraitDef.INSTANCE.deregisterConverterRule(this, converter);
        }
      }
      mapDescToRule.clear();
      clear();
      root = null;
    }
  }

  /** Returns the cheapest plan that yields batches. */
  ArrowRel plan(RelNode logical) {
    RelTraitSet batches = logical.getTraitSet().replace(ArrowConvention.INSTANCE).simplify();
    // A source may yield batches without a rule of its own
    RelNode required =
        logical.getTraitSet().equals(batches) ? logical : volcano.changeTraits(logical, batches);
    volcano.setRoot(required);
    return (ArrowRel) volcano.findBestExp();
  }
}

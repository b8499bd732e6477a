/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.rest.model.ColumnSpec;
import io.strake.rest.model.ParameterSpec;
import io.strake.rest.model.ParameterSpec.Mode;
import io.strake.rest.scan.Binding;
import io.strake.rest.scan.RequestSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Planner rule that sends equalities as request parameters.
 *
 * <pre>
 *   Filter(a = 1 AND b = 2 AND c &gt; 3)      Filter(a = 1 AND c &gt; 3)
 *     Scan(GET /t)                      =>     Scan(GET /t?a=1&amp;b=2)     a: prefilter, b: exact
 * </pre>
 *
 * <p>Ends because a parameter is bound once, and nothing happens if no conjunct binds one.
 */
final class RestFilterRule extends RelRule<RestRuleConfig> {
  /** The only instance. */
  static final RestFilterRule INSTANCE =
      (RestFilterRule)
          RestRuleConfig.above(LogicalFilter.class, "RestFilterRule", RestFilterRule::new).toRule();

  /** Largest number of requests that lists of values are turned into. */
  private static final int MAX_COMBINATIONS = 20;

  private RestFilterRule(RestRuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    LogicalFilter filter = call.rel(0);
    RestTableScan scan = call.rel(1);
    if (scan.request().limit().isPresent()) {
      return; // a filter after a limit is not a filter before it
    }
    RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
    RequestSpec request = scan.request();
    List<RexNode> remaining = new ArrayList<>();
    for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
      Optional<Binding> binding =
          Equality.of(conjunct, rexBuilder).flatMap(new Binder(request)::bind);
      if (binding.isPresent()) {
        request = request.withBinding(binding.get());
      }
      if (binding.isEmpty() || binding.get().parameter().mode() == Mode.PREFILTER) {
        remaining.add(conjunct);
      }
    }
    if (request.bindings().size() == scan.request().bindings().size()) {
      return; // no conjunct is the equality of a column with a free parameter
    }
    RestTableScan bound = scan.withRequest(request);
    call.transformTo(
        remaining.isEmpty()
            ? bound
            : filter.copy(
                filter.getTraitSet(), bound, RexUtil.composeConjunction(rexBuilder, remaining)));
  }

  /** Binder of the parameters that a request has free. */
  private record Binder(RequestSpec request) {
    Optional<Binding> bind(Equality equality) {
      ColumnSpec column = request.columnSpecs().get(equality.field());
      return request
          .endpoint()
          .parameterOf(column.name())
          .filter(parameter -> request.bindingOf(parameter).isEmpty())
          .filter(parameter -> canAsk(parameter, equality.values().size()))
          .flatMap(parameter -> binding(parameter, column, equality.values()));
    }

    /**
     * A list of values becomes one request per value; if the API may return more than the matching
     * rows, a row could come in the answers to several of them.
     */
    private boolean canAsk(ParameterSpec parameter, int values) {
      return values == 1
          || (parameter.mode() == Mode.EXACT
              && request.combinations() * values <= MAX_COMBINATIONS);
    }

    private static Optional<Binding> binding(
        ParameterSpec parameter, ColumnSpec column, List<RexNode> values) {
      if (values.get(0) instanceof RexDynamicParam late) {
        return ParameterText.hasText(late.getType(), column.type())
            ? Optional.of(Binding.late(parameter, late, column.type()))
            : Optional.empty();
      }
      Set<String> texts = new LinkedHashSet<>();
      for (RexNode value : values) {
        Optional<String> text = ParameterText.of((RexLiteral) value, column.type(), parameter);
        if (text.isEmpty()) {
          return Optional.empty(); // no text means the same as this constant
        }
        texts.add(text.get());
      }
      return Optional.of(new Binding(parameter, List.copyOf(texts)));
    }
  }
}

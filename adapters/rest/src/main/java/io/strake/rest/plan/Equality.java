/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import com.google.common.collect.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;

/**
 * Condition that a field equals one of some constants, none of them null, or one parameter.
 *
 * @param field position of the field
 * @param values the constants, or the parameter
 */
record Equality(int field, List<RexNode> values) {
  /** Returns the equality that a conjunct of a filter is; empty if it is something else. */
  static Optional<Equality> of(RexNode conjunct, RexBuilder rexBuilder) {
    if (conjunct instanceof RexInputRef flag) {
      return Optional.of(new Equality(flag.getIndex(), List.of(literal(rexBuilder, true))));
    }
    if (!(conjunct instanceof RexCall call) || call.getOperands().isEmpty()) {
      return Optional.empty();
    }
    RexNode first = call.getOperands().get(0);
    return switch (call.getKind()) {
      case EQUALS -> ofEquals(first, call.getOperands().get(1));
      case IS_TRUE, IS_FALSE, NOT -> ofFlag(first, call.getKind() == SqlKind.IS_TRUE, rexBuilder);
      case SEARCH -> ofSearch(first, call.getOperands().get(1), rexBuilder);
      default -> Optional.empty();
    };
  }

  private static Optional<Equality> ofEquals(RexNode left, RexNode right) {
    if (left instanceof RexInputRef field && right instanceof RexLiteral value) {
      return value.isNull()
          ? Optional.empty()
          : Optional.of(new Equality(field.getIndex(), List.of(value)));
    }
    if (left instanceof RexInputRef field && right instanceof RexDynamicParam) {
      return Optional.of(new Equality(field.getIndex(), List.of(right)));
    }
    return (left instanceof RexLiteral || left instanceof RexDynamicParam)
            && right instanceof RexInputRef
        ? ofEquals(right, left)
        : Optional.empty();
  }

  private static Optional<Equality> ofFlag(RexNode operand, boolean value, RexBuilder builder) {
    return operand instanceof RexInputRef flag
        ? Optional.of(new Equality(flag.getIndex(), List.of(literal(builder, value))))
        : Optional.empty();
  }

  private static Optional<Equality> ofSearch(RexNode operand, RexNode range, RexBuilder builder) {
    if (!(operand instanceof RexInputRef field) || !(range instanceof RexLiteral literal)) {
      return Optional.empty();
    }
    Sarg<?> sarg = literal.getValueAs(Sarg.class);
    // IS NULL cannot be asked for, so OR IS NULL leaves nothing to push
    if (sarg == null || !sarg.isPoints() || sarg.nullAs == RexUnknownAs.TRUE) {
      return Optional.empty();
    }
    List<RexNode> values = new ArrayList<>();
    for (Range<?> point : sarg.rangeSet.asRanges()) {
      RexNode value = builder.makeLiteral(point.lowerEndpoint(), field.getType(), false);
      if (!(value instanceof RexLiteral constant)) {
        return Optional.empty(); // a cast, whose value only an engine can tell
      }
      values.add(constant);
    }
    return Optional.of(new Equality(field.getIndex(), values));
  }

  private static RexLiteral literal(RexBuilder rexBuilder, boolean value) {
    return rexBuilder.makeLiteral(value);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.column.Condition.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Translator of Calcite's row expressions into {@link Condition}s.
 *
 * <p>Refuses what the statistics could refute although a row may qualify: {@code >}, {@code >=} and
 * {@code <>} on approximate numbers, because statistics leave NaN out and some engines take it for
 * the greatest number; ranges of texts whose order depends on the encoding.
 */
public final class ConditionTranslator {
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private final RexBuilder rexBuilder;
  private final List<RelDataTypeField> fields;

  public ConditionTranslator(RexBuilder rexBuilder, RelDataType rowType) {
    this.rexBuilder = rexBuilder;
    this.fields = rowType.getFieldList();
  }

  /**
   * Returns a condition that holds wherever {@code node} is true, the strongest we can say; empty
   * if there is none.
   */
  public Optional<Condition> weaken(RexNode node) {
    return Optional.ofNullable(translate(expand(node), false));
  }

  /**
   * Returns the condition that holds exactly where {@code node} is true; empty if there is none.
   */
  public Optional<Condition> exact(RexNode node) {
    return Optional.ofNullable(translate(expand(node), true));
  }

  /** Returns whether {@link #exact} finds a condition once the values of parameters are known. */
  public boolean isExactOnceBound(RexNode node) {
    RexNode bound =
        node.accept(
            new RexShuttle() {
              @Override
              public RexNode visitDynamicParam(RexDynamicParam parameter) {
                return rexBuilder.makeZeroLiteral(parameter.getType());
              }
            });
    return exact(bound).isPresent();
  }

  private RexNode expand(RexNode node) {
    return RexUtil.expandSearch(rexBuilder, null, node);
  }

  private @Nullable Condition translate(RexNode node, boolean exact) {
    if (node instanceof RexInputRef ref && isBoolean(ref)) {
      return new Condition.Comparison(name(ref), Operator.EQUAL, true);
    }
    if (!(node instanceof RexCall call)) {
      return null;
    }
    return switch (call.getKind()) {
      case AND -> all(call.getOperands(), exact);
      case OR -> any(call.getOperands(), exact);
      case NOT ->
          call.getOperands().get(0) instanceof RexInputRef ref && isBoolean(ref)
              ? new Condition.Comparison(name(ref), Operator.EQUAL, false)
              : null;
      case IS_NULL, IS_NOT_NULL -> nullTest(call);
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      default -> null;
    };
  }

  private @Nullable Condition all(List<RexNode> operands, boolean exact) {
    List<Condition> conditions = new ArrayList<>();
    for (RexNode operand : operands) {
      Condition condition = translate(operand, exact);
      if (condition != null) {
        conditions.add(condition);
      } else if (exact) {
        return null;
      }
    }
    return conditions.isEmpty() ? null : joined(conditions);
  }

  public static Condition joined(List<Condition> conditions) {
    return conditions.size() == 1 ? conditions.get(0) : new Condition.All(List.copyOf(conditions));
  }

  /** Returns the condition that all of some hold; empty if there are none. */
  public static Optional<Condition> conjunction(List<Condition> conditions) {
    return conditions.isEmpty() ? Optional.empty() : Optional.of(joined(conditions));
  }

  private @Nullable Condition any(List<RexNode> operands, boolean exact) {
    List<Condition> conditions = new ArrayList<>();
    for (RexNode operand : operands) {
      Condition condition = translate(operand, exact);
      if (condition == null) {
        return null;
      }
      conditions.add(condition);
    }
    return new Condition.Any(List.copyOf(conditions));
  }

  private @Nullable Condition nullTest(RexCall call) {
    RexInputRef column = column(call.getOperands().get(0));
    return column == null
        ? null
        : new Condition.NullTest(name(column), call.getKind() == SqlKind.IS_NULL);
  }

  private @Nullable Condition comparison(RexCall call) {
    Operator operator = operator(call.getKind());
    RexNode left = call.getOperands().get(0);
    RexNode right = call.getOperands().get(1);
    if (left instanceof RexLiteral) {
      operator = operator.mirrored();
      RexNode swapped = left;
      left = right;
      right = swapped;
    }
    RexInputRef column = column(left);
    if (column == null || !(right instanceof RexLiteral literal) || literal.isNull()) {
      return null;
    }
    return comparison(column, operator, literal);
  }

  private @Nullable Condition comparison(
      RexInputRef column, Operator operator, RexLiteral literal) {
    String name = name(column);
    SqlTypeName type = column.getType().getSqlTypeName();
    if (SqlTypeName.APPROX_TYPES.contains(type)) {
      return approximate(name, type, operator, literal);
    }
    Comparable<?> value = value(type, literal);
    boolean isRange = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
    if (value == null || (isRange && value instanceof Text text && !text.hasOneOrder())) {
      return null;
    }
    return new Condition.Comparison(name, operator, value);
  }

  /** A REAL is compared as REAL or as DOUBLE, which depends on the engine, so both must fail. */
  private static @Nullable Condition approximate(
      String name, SqlTypeName type, Operator operator, RexLiteral literal) {
    boolean refutable =
        operator == Operator.EQUAL
            || operator == Operator.LESS
            || operator == Operator.LESS_OR_EQUAL;
    if (!refutable || !(literal.getValue() instanceof Number number)) {
      return null;
    }
    double wide = number.doubleValue();
    if (!Double.isFinite(wide)) {
      return null;
    }
    float narrow = (float) wide;
    Condition asDouble = new Condition.Comparison(name, operator, new BigDecimal(wide));
    if (type != SqlTypeName.REAL || narrow == wide) {
      return asDouble;
    }
    return Float.isInfinite(narrow)
        ? null
        : new Condition.Any(
            List.of(asDouble, new Condition.Comparison(name, operator, new BigDecimal(narrow))));
  }

  private static @Nullable Comparable<?> value(SqlTypeName column, RexLiteral literal) {
    SqlTypeName type = literal.getType().getSqlTypeName();
    return switch (column) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
          SqlTypeName.EXACT_TYPES.contains(type) ? literal.getValueAs(BigDecimal.class) : null;
      case BOOLEAN -> type == column ? literal.getValueAs(Boolean.class) : null;
      case VARCHAR, CHAR ->
          SqlTypeName.CHAR_TYPES.contains(type) ? text(literal.getValueAs(String.class)) : null;
      case DATE -> type == column ? days(literal.getValueAs(DateString.class)) : null;
      case TIME -> type == column ? micros(literal.getValueAs(TimeString.class)) : null;
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          type == column ? micros(literal.getValueAs(TimestampString.class)) : null;
      default -> null;
    };
  }

  private static @Nullable Text text(@Nullable String value) {
    return value == null ? null : new Text(value);
  }

  private static @Nullable Long days(@Nullable DateString date) {
    return date == null ? null : (long) date.getDaysSinceEpoch();
  }

  private static @Nullable Long micros(@Nullable TimeString time) {
    return time == null
        ? null
        : java.time.LocalTime.parse(time.toString()).toNanoOfDay() / NANOS_PER_MICRO;
  }

  private static @Nullable Long micros(@Nullable TimestampString timestamp) {
    if (timestamp == null) {
      return null;
    }
    java.time.LocalDateTime time =
        java.time.LocalDateTime.parse(timestamp.toString().replace(' ', 'T'));
    return Math.addExact(
        Math.multiplyExact(time.toEpochSecond(java.time.ZoneOffset.UTC), MICROS_PER_SECOND),
        time.getNano() / NANOS_PER_MICRO);
  }

  private static Operator operator(SqlKind kind) {
    return switch (kind) {
      case EQUALS -> Operator.EQUAL;
      case NOT_EQUALS -> Operator.NOT_EQUAL;
      case LESS_THAN -> Operator.LESS;
      case LESS_THAN_OR_EQUAL -> Operator.LESS_OR_EQUAL;
      case GREATER_THAN -> Operator.GREATER;
      case GREATER_THAN_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
      default -> throw new AssertionError(kind);
    };
  }

  /** Returns the column itself or below casts that change no value; null for anything else. */
  private static @Nullable RexInputRef column(RexNode node) {
    if (node instanceof RexInputRef ref) {
      return ref;
    }
    if (node.getKind() == SqlKind.CAST
        && ((RexCall) node).getOperands().get(0) instanceof RexInputRef ref
        && isWidening(ref.getType(), node.getType())) {
      return ref;
    }
    return null;
  }

  private static boolean isWidening(RelDataType from, RelDataType to) {
    if (from.getSqlTypeName() == SqlTypeName.VARCHAR
        && to.getSqlTypeName() == SqlTypeName.VARCHAR) {
      return holds(to.getPrecision(), from.getPrecision());
    }
    boolean sameKind =
        (SqlTypeUtil.isExactNumeric(from) && SqlTypeUtil.isExactNumeric(to))
            || from.getSqlTypeName() == SqlTypeName.DATE && to.getSqlTypeName() == SqlTypeName.DATE;
    return sameKind && RexUtil.isLosslessCast(from, to);
  }

  /** Calcite takes a text without a limit, whose precision is -1, for shorter than any other. */
  private static boolean holds(int limit, int length) {
    return limit == RelDataType.PRECISION_NOT_SPECIFIED
        || (length != RelDataType.PRECISION_NOT_SPECIFIED && length <= limit);
  }

  private static boolean isBoolean(RexInputRef ref) {
    return ref.getType().getSqlTypeName() == SqlTypeName.BOOLEAN;
  }

  private String name(RexInputRef ref) {
    return fields.get(ref.getIndex()).getName();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import java.util.function.Predicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

/** Predicates over operand types, in which allow-lists are written. */
public final class OperandTypes {
  private OperandTypes() {}

  /** Returns whether a type is SMALLINT, INTEGER or BIGINT. */
  public static boolean isInteger(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }

  /** Returns whether a type is DECIMAL. */
  public static boolean isDecimal(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.DECIMAL;
  }

  /** Returns whether a type is an integer or a decimal. */
  public static boolean isExact(RelDataType type) {
    return isInteger(type) || isDecimal(type);
  }

  /** Returns whether a type is REAL, FLOAT or DOUBLE. */
  public static boolean isApproximate(RelDataType type) {
    return SqlTypeName.APPROX_TYPES.contains(type.getSqlTypeName());
  }

  /** Returns whether a type is CHAR or VARCHAR. */
  public static boolean isText(RelDataType type) {
    return SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName());
  }

  /** Returns whether a type is BOOLEAN. */
  public static boolean isBoolean(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.BOOLEAN;
  }

  /** Returns whether a type is DATE, TIME, TIMESTAMP or TIMESTAMP WITH LOCAL TIME ZONE. */
  public static boolean isTemporal(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
      default -> false;
    };
  }

  /** Returns whether a call has operands of one type each of which meets a condition. */
  public static Predicate<RexCall> all(Predicate<RelDataType> condition) {
    return call -> call.getOperands().stream().map(RexNode::getType).allMatch(condition);
  }

  /** Accepts any operands. */
  public static boolean any(RexCall call) {
    return true;
  }

  /**
   * Accepts two values of which every engine says alike whether they are equal: exact numbers,
   * approximate numbers, booleans, or the same temporal type.
   */
  public static boolean comparable(RexCall call) {
    RelDataType left = call.getOperands().get(0).getType();
    RelDataType right = call.getOperands().get(1).getType();
    return (isExact(left) && isExact(right))
        || (isApproximate(left) && isApproximate(right))
        || (isBoolean(left) && isBoolean(right))
        || (isTemporal(left) && left.getSqlTypeName() == right.getSqlTypeName());
  }

  /** Accepts two texts. */
  public static boolean texts(RexCall call) {
    return all(OperandTypes::isText).test(call);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import static org.apache.calcite.sql.type.SqlTypeName.DATE;
import static org.apache.calcite.sql.type.SqlTypeName.TIMESTAMP;
import static org.apache.calcite.sql.type.SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;

import io.strake.planner.SessionParameter;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.ScalarFunctions;
import io.strake.planner.sql.ZoneFunctions;
import io.strake.planner.type.StrakeTypeSystem;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What depends on the session's zone, written with {@link ZoneFunctions} and the zone as a
 * parameter. Stateless.
 */
final class ZonedExpressions {
  private static final long MILLIS_PER_DAY = 86_400_000;

  /** Units that begin with the offset that the zone has now, even if it has just changed. */
  private static final Set<TimeUnitRange> CLOCK_UNITS =
      EnumSet.of(TimeUnitRange.HOUR, TimeUnitRange.MINUTE, TimeUnitRange.SECOND);

  private ZonedExpressions() {}

  /**
   * Returns the operand of a cast between instants and other types as one that has lost or got its
   * zone already; null if the cast does not depend on the zone.
   */
  static @Nullable RexNode operandOfCast(RexBuilder rex, RelDataType to, RexNode operand) {
    if (isInstant(operand.getType()) == isInstant(to)
        || operand instanceof RexLiteral literal && literal.isNull()) {
      return null;
    } else if (isInstant(to)) {
      return switch (operand.getType().getSqlTypeName()) {
        case CHAR, VARCHAR -> rex.makeCall(ZoneFunctions.OF_TEXT, zone(rex), operand);
        case TIMESTAMP -> zoned(rex, operand);
        case DATE -> zoned(rex, midnight(rex, operand));
        default -> null;
      };
    }
    return switch (to.getSqlTypeName()) {
      case CHAR, VARCHAR -> rex.makeCall(ZoneFunctions.TO_TEXT, zone(rex), operand);
      case TIMESTAMP, DATE, TIME -> zoned(rex, operand);
      default -> null;
    };
  }

  /** Returns a call that has an instant as operand; null if it does not depend on the zone. */
  static @Nullable RexNode call(RexBuilder rex, SqlOperator operator, List<RexNode> operands) {
    if (operands.size() != 2 || operands.stream().noneMatch(node -> isInstant(node.getType()))) {
      return null;
    }
    RexNode first = operands.get(0);
    RexNode second = operands.get(1);
    if (SqlKind.COMPARISON.contains(operator.getKind())) {
      return compared(rex, operator, first, second);
    } else if (operator.getKind() == SqlKind.EXTRACT) {
      return unit(first) == TimeUnitRange.EPOCH
          ? null
          : rex.makeCall(operator, first, zoned(rex, second));
    } else if (operator == SqlStdOperatorTable.FLOOR) {
      return CLOCK_UNITS.contains(unit(second))
          ? rex.makeCall(ZoneFunctions.START_OF, second, zone(rex), first)
          : zoned(rex, rex.makeCall(operator, zoned(rex, first), second));
    } else if (operator == ScalarFunctions.DATE_TRUNC) {
      return CLOCK_UNITS.contains(named(first))
          ? rex.makeCall(ZoneFunctions.START_OF, first, zone(rex), second)
          : zoned(rex, rex.makeCall(operator, first, zoned(rex, second)));
    }
    boolean swapped = !isInstant(first.getType());
    return switch (operator.getKind()) {
      case PLUS -> shifted(rex, operator, swapped ? second : first, swapped ? first : second);
      case MINUS -> shifted(rex, operator, first, second);
      default -> null;
    };
  }

  /** A timestamp is compared with an instant as the instant at which the zone's clocks show it. */
  private static @Nullable RexNode compared(
      RexBuilder rex, SqlOperator operator, RexNode first, RexNode second) {
    if (first.getType().getSqlTypeName() == TIMESTAMP) {
      return rex.makeCall(operator, zoned(rex, first), second);
    }
    return second.getType().getSqlTypeName() == TIMESTAMP
        ? rex.makeCall(operator, first, zoned(rex, second))
        : null;
  }

  /** Months and days are those of the zone's calendar; hours and less are added to the instant. */
  private static @Nullable RexNode shifted(
      RexBuilder rex, SqlOperator written, RexNode instant, RexNode interval) {
    SqlIntervalQualifier qualifier = interval.getType().getIntervalQualifier();
    if (qualifier == null || !isInstant(instant.getType())) {
      return null;
    }
    SqlOperator operator =
        written.getKind() == SqlKind.PLUS
            ? SqlStdOperatorTable.DATETIME_PLUS
            : SqlStdOperatorTable.MINUS_DATE;
    if (qualifier.isYearMonth() || qualifier.timeUnitRange == TimeUnitRange.DAY) {
      return zoned(rex, shift(rex, operator, zoned(rex, instant), interval));
    } else if (qualifier.getStartUnit() == TimeUnit.DAY
        && interval instanceof RexLiteral literal
        && !literal.isNull()) {
      BigDecimal millis = Objects.requireNonNull(literal.getValueAs(BigDecimal.class));
      BigDecimal rest = millis.remainder(BigDecimal.valueOf(MILLIS_PER_DAY));
      RexNode days = rex.makeIntervalLiteral(millis.subtract(rest), only(TimeUnit.DAY));
      RexNode clock = rex.makeIntervalLiteral(rest, only(TimeUnit.SECOND));
      RexNode day = zoned(rex, shift(rex, operator, zoned(rex, instant), days));
      return shift(rex, operator, day, clock);
    }
    return written == operator ? null : shift(rex, operator, instant, interval);
  }

  private static RexNode shift(
      RexBuilder rex, SqlOperator operator, RexNode time, RexNode interval) {
    RelDataType type =
        rex.getTypeFactory()
            .createTypeWithNullability(
                time.getType(), time.getType().isNullable() || interval.getType().isNullable());
    return rex.makeCall(type, operator, List.of(time, interval));
  }

  private static SqlIntervalQualifier only(TimeUnit unit) {
    return new SqlIntervalQualifier(unit, null, SqlParserPos.ZERO);
  }

  /** Returns an instant as a timestamp of the session's zone, or the other way round. */
  private static RexNode zoned(RexBuilder rex, RexNode time) {
    return rex.makeCall(ZoneFunctions.TIMEZONE, zone(rex), time);
  }

  private static RexNode zone(RexBuilder rex) {
    return SessionParameter.TIME_ZONE.in(rex);
  }

  private static RexNode midnight(RexBuilder rex, RexNode date) {
    RelDataTypeFactory types = rex.getTypeFactory();
    RelDataType timestamp = types.createSqlType(TIMESTAMP, StrakeTypeSystem.TIME_PRECISION);
    return rex.makeCast(
        types.createTypeWithNullability(timestamp, date.getType().isNullable()), date);
  }

  private static boolean isInstant(RelDataType type) {
    return type.getSqlTypeName() == TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static @Nullable TimeUnitRange unit(RexNode node) {
    return node instanceof RexLiteral literal && literal.getTypeName() == SqlTypeName.SYMBOL
        ? literal.getValueAs(TimeUnitRange.class)
        : null;
  }

  private static @Nullable TimeUnitRange named(RexNode node) {
    String name =
        node instanceof RexLiteral literal && OperandTypes.isText(literal.getType())
            ? literal.getValueAs(String.class)
            : null;
    return CLOCK_UNITS.stream()
        .filter(unit -> name != null && unit.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }
}

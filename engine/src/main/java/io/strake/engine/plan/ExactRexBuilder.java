/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.sql.ScalarFunctions;
import io.strake.planner.type.StrakeTypeSystem;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Factory of expressions that leaves a cast of a literal as it is where Calcite's answer is not
 * PostgreSQL's: it cuts fractions of seconds where PostgreSQL rounds, and counts UTF-16 units.
 * Comparisons with NULL are NULL at once, see {@link NullComparisons}.
 */
final class ExactRexBuilder extends RexBuilder {
  /**
   * Evaluates no constant but dates and timestamps written as texts in the one form that everybody
   * reads alike, so that sources get them as literals. Calcite's own evaluates constants with
   * generated code, whose casts and functions differ from PostgreSQL's; whoever runs the plan
   * evaluates constants as well.
   */
  static final RexExecutor CONSTANTS =
      (rexBuilder, expressions, reduced) ->
          expressions.forEach(expression -> reduced.add(reduce(rexBuilder, expression)));

  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

  private static final Pattern TIMESTAMP =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{0,5}[1-9])?");

  private final Runnable checkCancel;

  /**
   * Creates a factory.
   *
   * @param checkCancel throws if planning is cancelled; phases that look at no flag, such as the
   *     conversion from SQL and decorrelation, come here all the time
   */
  ExactRexBuilder(RelDataTypeFactory typeFactory, Runnable checkCancel) {
    super(typeFactory);
    this.checkCancel = checkCancel;
  }

  @Override
  public RexNode makeCall(
      SqlParserPos position, RelDataType type, SqlOperator operator, List<RexNode> operands) {
    checkActive();
    RexNode zoned = ZonedExpressions.call(this, operator, operands);
    return zoned == null
        ? super.makeCall(position, type, operator, operands)
        : ensureType(type, zoned, true);
  }

  @Override
  public RexInputRef makeInputRef(RelDataType type, int column) {
    checkActive();
    return super.makeInputRef(type, column);
  }

  private void checkActive() {
    if (checkCancel != null) { // the constructor of the class above makes expressions, too
      checkCancel.run();
    }
  }

  @Override
  public RexNode makeCast(
      SqlParserPos position,
      RelDataType type,
      RexNode operand,
      boolean matchNullability,
      boolean safe,
      RexLiteral format) {
    RexNode zoned = ZonedExpressions.operandOfCast(this, type, operand);
    if (zoned != null) {
      return makeCast(position, type, zoned, matchNullability, safe, format);
    }
    return operand instanceof RexLiteral literal && changesValue(literal, type)
        ? makeAbstractCast(position, type, operand, safe, format)
        : super.makeCast(position, type, kept(operand, type), matchNullability, safe, format);
  }

  @Override
  public RexNode makeCall(
      SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
    RexNode zoned = ZonedExpressions.call(this, operator, List.copyOf(operands));
    if (zoned != null) {
      return zoned;
    }
    return NullComparisons.contains(operator, operands)
        ? makeNullLiteral(deriveReturnType(operator, operands))
        : super.makeCall(position, operator, operands);
  }

  /**
   * Returns the operand of a cast so that Calcite does not take two casts for one: it believes that
   * a text loses nothing, that a number has one text, and that a REAL has the digits of the double
   * that it becomes. Of arithmetic with 0 or 1 it makes a cast later on.
   */
  private RexNode kept(RexNode operand, RelDataType type) {
    if (isText(type) && SqlKind.BINARY_ARITHMETIC.contains(operand.getKind())) {
      return makeCall(operand.getType(), ScalarFunctions.KEEP, List.of(operand));
    } else if (operand.getKind() != SqlKind.CAST) {
      return operand;
    }
    RelDataType from = ((RexCall) operand).getOperands().get(0).getType();
    RelDataType middle = operand.getType();
    boolean throughText = isText(middle) && !isText(from);
    boolean toText = isText(type) && !isText(middle);
    boolean toDigits =
        from.getSqlTypeName() == SqlTypeName.REAL && type.getSqlTypeName() == SqlTypeName.DECIMAL;
    return throughText || toText || toDigits
        ? makeCall(middle, ScalarFunctions.KEEP, List.of(operand))
        : operand;
  }

  private static boolean isText(RelDataType type) {
    return SqlTypeName.CHAR_TYPES.contains(type.getSqlTypeName());
  }

  private static boolean changesValue(RexLiteral literal, RelDataType type) {
    if (literal.isNull()) {
      return false;
    }
    SqlTypeName from = literal.getType().getSqlTypeName();
    SqlTypeName to = type.getSqlTypeName();
    if (SqlTypeFamily.DATETIME.getTypeNames().contains(to)) {
      return from != to || losesDigits(type);
    } else if (SqlTypeFamily.CHARACTER.getTypeNames().contains(to)
        && SqlTypeFamily.CHARACTER.getTypeNames().contains(from)) {
      String value = literal.getValueAs(String.class);
      return value != null && value.codePointCount(0, value.length()) != value.length();
    }
    // A double has 15 digits for PostgreSQL when it becomes a decimal
    return to == SqlTypeName.DECIMAL
        && List.of(SqlTypeName.DOUBLE, SqlTypeName.REAL).contains(from);
  }

  private static boolean losesDigits(RelDataType type) {
    return type.getSqlTypeName() != SqlTypeName.DATE
        && type.getPrecision() < StrakeTypeSystem.TIME_PRECISION;
  }

  private static RexNode reduce(RexBuilder rex, RexNode expression) {
    if (expression.getKind() == SqlKind.CAST
        && ((RexCall) expression).getOperands().get(0) instanceof RexLiteral literal
        && literal.getType().getSqlTypeName() == SqlTypeName.CHAR
        && !literal.isNull()) {
      String text = literal.getValueAs(String.class);
      RexNode value = text == null ? null : temporal(rex, text, expression.getType());
      if (value != null) {
        return value.getType().equals(expression.getType())
            ? value
            : rex.makeAbstractCast(expression.getType(), value, false);
      }
    }
    return expression;
  }

  private static @Nullable RexNode temporal(RexBuilder rex, String text, RelDataType type) {
    try {
      if (type.getSqlTypeName() == SqlTypeName.DATE && DATE.matcher(text).matches()) {
        return rex.makeDateLiteral(
            DateString.fromDaysSinceEpoch((int) LocalDate.parse(text).toEpochDay()));
      } else if (type.getSqlTypeName() == SqlTypeName.TIMESTAMP
          && !losesDigits(type)
          && TIMESTAMP.matcher(text).matches()
          && LocalDateTime.parse(text.replace(' ', 'T')).getYear() > 0) {
        return rex.makeTimestampLiteral(new TimestampString(text), type.getPrecision());
      }
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return null; // an error of whoever evaluates it, if a row comes that far
    }
    return null;
  }
}

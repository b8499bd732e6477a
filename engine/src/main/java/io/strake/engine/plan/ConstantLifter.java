/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.type.StrakeTypeSystem;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlAbstractDateTimeLiteral;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Finder of the constants that a plan need not depend on: numbers, texts, dates and times that are
 * compared with an expression over columns in WHERE, HAVING or ON.
 *
 * <p>Puts a {@link LiftedConstant} in the place of each, always in the same order. One lifter works
 * on one statement; not thread-safe.
 */
final class ConstantLifter {
  /** Longest list behind IN whose members are lifted. */
  private static final int MAX_LIST = 16;

  /** Generated code cuts a literal to milliseconds but refuses a parameter with more digits. */
  private static final int MAX_FRACTION_DIGITS = 3;

  private final RelDataTypeFactory typeFactory;
  private final IntPredicate wanted;
  private final int firstParameter;
  private final List<Constant> found = new ArrayList<>();
  private int lifted;

  /**
   * Creates a lifter.
   *
   * @param wanted which of the constants to lift, by their number in the statement
   * @param firstParameter index of the parameter that stands for the first of them
   */
  ConstantLifter(RelDataTypeFactory typeFactory, IntPredicate wanted, int firstParameter) {
    this.typeFactory = typeFactory;
    this.wanted = wanted;
    this.firstParameter = firstParameter;
  }

  /** Lifts the constants of a statement, in place, and returns all that could be lifted. */
  List<Constant> lift(SqlNode statement) {
    visit(statement);
    return List.copyOf(found);
  }

  private void visit(@Nullable SqlNode node) {
    if (node instanceof SqlSelect select) {
      for (SqlNode clause : select.getOperandList()) {
        if (clause != null && (clause == select.getWhere() || clause == select.getHaving())) {
          condition(clause);
        } else {
          visit(clause);
        }
      }
    } else if (node instanceof SqlJoin join) {
      visit(join.getLeft());
      visit(join.getRight());
      condition(join.getCondition());
    } else if (node instanceof SqlCall call) {
      call.getOperandList().forEach(this::visit);
    } else if (node instanceof SqlNodeList list) {
      list.getList().forEach(this::visit);
    }
  }

  private void condition(@Nullable SqlNode node) {
    if (!(node instanceof SqlCall call)) {
      return;
    }
    switch (call.getKind()) {
      case AND, OR, NOT -> call.getOperandList().forEach(this::condition);
      case EQUALS, NOT_EQUALS, LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL ->
          comparison(call);
      case BETWEEN -> between(call);
      case IN, NOT_IN -> list(call);
      default -> visit(call);
    }
  }

  private void comparison(SqlCall call) {
    for (int i = 0; i < 2; i++) {
      int other = 1 - i;
      if (hasColumn(call.operand(other))) {
        lift(call, i);
      }
    }
    call.getOperandList().forEach(this::visit);
  }

  private void between(SqlCall call) {
    if (hasColumn(call.operand(0))) {
      lift(call, 1);
      lift(call, 2);
    }
    call.getOperandList().forEach(this::visit);
  }

  private void list(SqlCall call) {
    if (hasColumn(call.operand(0))
        && call.operand(1) instanceof SqlNodeList list
        && list.size() <= MAX_LIST) {
      for (int i = 0; i < list.size(); i++) {
        SqlNode replacement = replacement(list.get(i));
        if (replacement != null) {
          list.set(i, replacement);
        }
      }
    }
    call.getOperandList().forEach(this::visit);
  }

  private void lift(SqlCall call, int operand) {
    SqlNode replacement = replacement(call.operand(operand));
    if (replacement != null) {
      call.setOperand(operand, replacement);
    }
  }

  private @Nullable SqlNode replacement(SqlNode node) {
    Constant constant = constant(node);
    if (constant == null) {
      return null;
    }
    int ordinal = found.size();
    found.add(constant);
    return wanted.test(ordinal)
        ? new LiftedConstant(ordinal, firstParameter + lifted++, constant, node)
            .createCall(node.getParserPosition())
        : null;
  }

  private static boolean hasColumn(SqlNode node) {
    try {
      node.accept(
          new SqlBasicVisitor<@Nullable Void>() {
            @Override
            public @Nullable Void visit(SqlIdentifier name) {
              throw Util.FoundOne.NULL;
            }
          });
      return false;
    } catch (Util.FoundOne e) {
      return true;
    }
  }

  private @Nullable Constant constant(SqlNode node) {
    if (node.getKind() == SqlKind.MINUS_PREFIX) {
      Constant positive = constant(((SqlCall) node).operand(0));
      return positive != null && positive.value() instanceof BigDecimal number
          ? new Constant(positive.type(), number.negate())
          : null;
    } else if (node instanceof SqlUnknownLiteral unknown) {
      return dateTime(unknown);
    } else if (node instanceof SqlNumericLiteral number) {
      BigDecimal value = number.bigDecimalValue();
      return value == null || value.precision() > StrakeTypeSystem.MAX_DECIMAL_PRECISION
          ? null
          : new Constant(number.createSqlType(typeFactory), value);
    } else if (node instanceof SqlCharStringLiteral text) {
      return text(text);
    }
    return null;
  }

  /** The length of a text is no part of its type, so that one plan serves texts of any length. */
  private @Nullable Constant text(SqlCharStringLiteral literal) {
    NlsString value = literal.getValueAs(NlsString.class);
    if (value.getCharset() != null
        || value.getCollation() != null
        || !isStorable(value.getValue())) {
      return null;
    }
    RelDataType type = literal.createSqlType(typeFactory);
    RelDataType varchar = typeFactory.createSqlType(SqlTypeName.VARCHAR);
    return new Constant(
        typeFactory.createTypeWithCharsetAndCollation(
            varchar,
            java.util.Objects.requireNonNull(type.getCharset()),
            java.util.Objects.requireNonNull(type.getCollation())),
        value.getValue());
  }

  /** A text that some engine cannot hold is left to the planner, which knows who can. */
  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  private @Nullable Constant dateTime(SqlUnknownLiteral unknown) {
    SqlTypeName typeName =
        switch (unknown.tag) {
          case "DATE" -> SqlTypeName.DATE;
          case "TIME" -> SqlTypeName.TIME;
          case "TIMESTAMP" -> SqlTypeName.TIMESTAMP;
          default -> null;
        };
    SqlLiteral literal = typeName == null ? null : resolved(unknown, typeName);
    if (!(literal instanceof SqlAbstractDateTimeLiteral time)
        || time.getPrec() > MAX_FRACTION_DIGITS) {
      return null;
    }
    String text = String.valueOf(time.getValue());
    Object value =
        switch (typeName) {
          case DATE -> LocalDate.parse(text);
          case TIME -> LocalTime.parse(text);
          default -> LocalDateTime.parse(text.replace(' ', 'T'));
        };
    return new Constant(literal.createSqlType(typeFactory), value);
  }

  /** A text that is no date stays in the statement, whose planning then says so. */
  private static @Nullable SqlLiteral resolved(SqlUnknownLiteral unknown, SqlTypeName typeName) {
    try {
      return unknown.resolve(typeName);
    } catch (org.apache.calcite.runtime.CalciteContextException e) {
      return null;
    }
  }
}

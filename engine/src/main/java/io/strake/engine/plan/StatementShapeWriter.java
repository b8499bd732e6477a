/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlCase;
import org.jspecify.annotations.Nullable;

/**
 * Writer of a parsed statement as text that is the same only for the same tree: every name and
 * literal stands with its length, every operator with its operands in brackets.
 *
 * <p>Knows the nodes whose operands are all there is to say; with any other the statement has no
 * shape. Not thread-safe.
 */
final class StatementShapeWriter {
  private static final Set<Class<?>> KNOWN =
      Set.of(
          SqlBasicCall.class,
          SqlSelect.class,
          SqlJoin.class,
          SqlOrderBy.class,
          SqlWith.class,
          SqlWithItem.class,
          SqlCase.class,
          SqlWindow.class,
          SqlExplain.class);

  private final List<StatementShape.Part> parts = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private boolean complete = true;

  private StatementShapeWriter() {}

  /** Returns the pieces of the text; null if the statement has no shape. */
  static @Nullable List<StatementShape.Part> write(SqlNode statement) {
    StatementShapeWriter writer = new StatementShapeWriter();
    writer.append(statement);
    writer.endText();
    return writer.complete ? writer.parts : null;
  }

  private void append(@Nullable SqlNode node) {
    if (node == null) {
      text.append('~');
    } else if (node instanceof SqlCall call) {
      append(call);
    } else if (node instanceof SqlNodeList list) {
      text.append('(');
      list.getList().forEach(this::append);
      text.append(')');
    } else if (node instanceof SqlIdentifier name) {
      append(name);
    } else if (node instanceof SqlLiteral literal) {
      append("l", literal.getClass().getSimpleName() + literal.getTypeName() + literal);
    } else if (node instanceof SqlDynamicParam parameter) {
      append("p", Integer.toString(parameter.getIndex()));
    } else if (node instanceof SqlDataTypeSpec || node instanceof SqlIntervalQualifier) {
      append(
          "t", node.toString() + (node instanceof SqlDataTypeSpec type ? type.getNullable() : ""));
    } else {
      complete = false;
    }
  }

  private void append(SqlCall call) {
    if (call.getOperator() instanceof LiftedConstant lifted) {
      endText();
      append(lifted.literal());
      parts.add(new StatementShape.Part(text.toString(), lifted.ordinal()));
      text.setLength(0);
      return;
    }
    complete &= KNOWN.contains(call.getClass());
    SqlOperator operator = call.getOperator();
    append("o", operator.getClass().getName() + operator.getName() + operator.getKind());
    if (operator instanceof SqlFunction function && function.getSqlIdentifier() != null) {
      append(function.getSqlIdentifier());
    }
    if (operator instanceof SqlUnnestOperator unnest && unnest.withOrdinality) {
      text.append('#'); // its name is that of the one without
    }
    text.append('[');
    append(call.getFunctionQuantifier());
    call.getOperandList().forEach(this::append);
    text.append(']');
  }

  private void append(SqlIdentifier name) {
    for (int i = 0; i < name.names.size(); i++) {
      append(name.isComponentQuoted(i) ? "q" : "n", name.names.get(i));
    }
    text.append(';');
  }

  private void append(String kind, String content) {
    text.append(kind).append(content.length()).append(':').append(content);
  }

  private void endText() {
    parts.add(new StatementShape.Part(text.toString(), StatementShape.Part.NONE));
    text.setLength(0);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code TIMESTAMP WITH TIME ZONE '...'} by a cast of the text, which knows the session's
 * zone; Calcite would take a text without a zone for one of UTC.
 */
final class InstantLiterals extends SqlBasicVisitor<@Nullable Void> {
  private InstantLiterals() {}

  /** Replaces the literals of a statement, in place. */
  static void replace(SqlNode statement) {
    statement.accept(new InstantLiterals());
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    for (int i = 0; i < call.operandCount(); i++) {
      if (isInstant(call.getOperandList().get(i))) {
        call.setOperand(i, cast((SqlUnknownLiteral) call.operand(i)));
      }
    }
    return super.visit(call);
  }

  @Override
  public @Nullable Void visit(SqlNodeList list) {
    for (int i = 0; i < list.size(); i++) {
      if (isInstant(list.get(i))) {
        list.set(i, cast((SqlUnknownLiteral) list.get(i)));
      }
    }
    return super.visit(list);
  }

  private static boolean isInstant(@Nullable SqlNode node) {
    return node instanceof SqlUnknownLiteral literal && literal.tag.endsWith("TIME ZONE");
  }

  private static SqlNode cast(SqlUnknownLiteral literal) {
    SqlParserPos position = literal.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        position,
        SqlLiteral.createCharString(String.valueOf(literal.getValue()), position),
        new SqlDataTypeSpec(
            new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, position),
            position));
  }
}

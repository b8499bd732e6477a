/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * The types that a statement cannot name: {@code CHAR(n)}, whose trailing blanks PostgreSQL shows
 * but neither compares nor counts, while Calcite does both and gives this type to every literal.
 */
final class RefusedTypes extends SqlBasicVisitor<@Nullable Void> {
  private RefusedTypes() {}

  /**
   * Checks the types that a statement names.
   *
   * @throws StrakeException naming the type and what to use instead
   */
  static void check(SqlNode statement) {
    statement.accept(new RefusedTypes());
  }

  @Override
  public @Nullable Void visit(SqlDataTypeSpec type) {
    if (type.getTypeName().getSimple().equalsIgnoreCase(SqlTypeName.CHAR.getName())) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "query: type CHAR(n) is not supported, because its trailing blanks count in some places"
              + " and not in others; use VARCHAR(n), or RPAD to fill up a text (line %d)",
          type.getParserPosition().getLineNum());
    }
    return null;
  }
}

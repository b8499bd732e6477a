/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;

/** Parser of statements. Recursive, so what is nested deeply needs a large stack. Thread-safe. */
final class StatementReader {
  private StatementReader() {}

  /**
   * Returns a statement as a tree, with words of the language replaced that Calcite lacks.
   *
   * @throws StrakeException if it does not parse, or has a type that no engine could keep to
   */
  static SqlNode parse(String sql) {
    try {
      SqlNode statement = SqlParser.create(sql, SqlLanguage.PARSER).parseStmt();
      RefusedTypes.check(statement);
      InstantLiterals.replace(statement);
      AggregateLanguage.replaceStandardFunctions(statement);
      return statement;
    } catch (SqlParseException e) {
      if (e.getCause() instanceof StackOverflowError overflow) {
        throw overflow; // Calcite takes it for an error of the text
      }
      throw QueryErrors.translate(e);
    }
  }

  /**
   * Returns the query of a statement, which EXPLAIN may stand around.
   *
   * @throws StrakeException if it is none
   */
  static SqlNode query(SqlNode statement) {
    SqlNode query = statement instanceof SqlExplain explain ? explain.getExplicandum() : statement;
    if (!query.isA(SqlKind.QUERY)) {
      throw StrakeException.of(
          ErrorCode.READ_ONLY,
          "query: %s is refused, because Strake reads only; write to the source itself",
          query.getKind());
    }
    return query;
  }

  /**
   * Returns the shape of a statement; empty if its text alone tells it from others.
   *
   * @throws StrakeException if it is no query, or does not parse
   */
  static Optional<StatementShape> shape(String sql, RelDataTypeFactory typeFactory) {
    try {
      SqlNode statement = parse(sql);
      query(statement);
      List<Constant> constants = new ConstantLifter(typeFactory, all -> true, 0).lift(statement);
      return StatementShape.of(statement, constants);
    } catch (RuntimeException e) {
      throw QueryErrors.translate(e);
    }
  }
}

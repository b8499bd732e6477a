/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.sql.ScalarFunctions;
import io.strake.planner.sql.ZoneFunctions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlNameMatchers;
import org.jspecify.annotations.Nullable;

/**
 * The SQL that clients write: standard SQL with PostgreSQL's rules for names. Unquoted names are
 * lower case, quoted ones are kept as they are, and case matters; function names in any case.
 */
final class SqlLanguage {
  /** Longest identifier; PostgreSQL allows 63 bytes, other sources more. */
  private static final int MAX_IDENTIFIER_LENGTH = 1024;

  static final SqlConformance CONFORMANCE = new Conformance();

  static final SqlParser.Config PARSER =
      SqlParser.config()
          .withQuoting(Quoting.DOUBLE_QUOTE)
          .withUnquotedCasing(Casing.TO_LOWER)
          .withQuotedCasing(Casing.UNCHANGED)
          .withCaseSensitive(true)
          .withIdentifierMaxLength(MAX_IDENTIFIER_LENGTH)
          .withConformance(CONFORMANCE);

  static final SqlOperatorTable OPERATORS =
      new AnyCase(
          SqlOperatorTables.chain(
              SqlOperatorTables.of(ScalarFunctions.all()),
              SqlOperatorTables.of(ZoneFunctions.TIMEZONE),
              SqlOperatorTables.of(SessionFunctions.all()),
              AggregateLanguage.FUNCTIONS),
          SqlStdOperatorTable.instance());

  private SqlLanguage() {}

  /** The places in which the parser and the validator differ from Calcite's default. */
  private static final class Conformance extends SqlDelegatingConformance {
    Conformance() {
      super(SqlConformanceEnum.DEFAULT);
    }

    @Override
    public boolean isGroupByOrdinal() {
      return true;
    }

    @Override
    public boolean isSortByOrdinal() {
      return true;
    }

    @Override
    public boolean isSortByAlias() {
      return true;
    }

    @Override
    public boolean isSortByAliasObscures() {
      return true;
    }

    @Override
    public boolean isBangEqualAllowed() {
      return true;
    }

    @Override
    public boolean isPercentRemainderAllowed() {
      return true;
    }

    @Override
    public boolean isOffsetLimitAllowed() {
      return true;
    }

    @Override
    public boolean allowNiladicParentheses() {
      return true;
    }
  }

  /**
   * Operator table that finds functions in any case although names are case-sensitive, and ours
   * rather than Calcite's of the same name.
   */
  private record AnyCase(SqlOperatorTable ours, SqlOperatorTable standard)
      implements SqlOperatorTable {
    private static final SqlNameMatcher ANY_CASE = SqlNameMatchers.withCaseSensitive(false);

    @Override
    public void lookupOperatorOverloads(
        SqlIdentifier name,
        @Nullable SqlFunctionCategory category,
        SqlSyntax syntax,
        List<SqlOperator> found,
        SqlNameMatcher matcher) {
      int before = found.size();
      ours.lookupOperatorOverloads(name, null, syntax, found, ANY_CASE);
      if (found.size() == before) {
        standard.lookupOperatorOverloads(name, category, syntax, found, ANY_CASE);
      }
    }

    @Override
    public List<SqlOperator> getOperatorList() {
      List<SqlOperator> all = new ArrayList<>(ours.getOperatorList());
      all.addAll(standard.getOperatorList());
      return all;
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.strake.gateway.common.NamePattern;
import io.strake.gateway.common.SqlVocabulary;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.SqlInfoBuilder;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlInfo;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlNullOrdering;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlOuterJoinsSupportLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedCaseSensitivity;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedElementActions;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedGroupBy;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedPositionedCommands;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedResultSetType;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedSubqueries;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedTransaction;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlSupportedUnions;
import org.apache.arrow.flight.sql.impl.FlightSql.SqlTransactionIsolationLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedAnsi92SqlGrammarLevel;
import org.apache.arrow.flight.sql.impl.FlightSql.SupportedSqlGrammar;

/**
 * The facts about the server that {@code CommandGetSqlInfo} asks for.
 *
 * <p>Every code has a value, because drivers fail with a null pointer on those they miss.
 */
final class ServerInfo {
  /** Codes about result set concurrency, which JDBC's forward-only, read-only results make moot. */
  private static final Set<SqlInfo> WITHOUT_VALUE =
      Set.of(
          SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_UNSPECIFIED,
          SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_FORWARD_ONLY,
          SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_SCROLL_SENSITIVE,
          SqlInfo.SQL_SUPPORTED_CONCURRENCIES_FOR_RESULT_SET_SCROLL_INSENSITIVE,
          SqlInfo.UNRECOGNIZED);

  private static final Set<Integer> CODES =
      Stream.of(SqlInfo.values())
          .filter(info -> !WITHOUT_VALUE.contains(info))
          .map(SqlInfo::getNumber)
          .collect(Collectors.toUnmodifiableSet());

  private ServerInfo() {}

  /** Sends the facts asked for, all if none is named; codes that we do not know are left out. */
  static void send(List<Integer> codes, ServerStreamListener listener) {
    List<Integer> known =
        (codes.isEmpty() ? CODES.stream() : codes.stream().filter(CODES::contains))
            .sorted()
            .distinct()
            .toList();
    if (known.isEmpty()) {
      known = List.of(SqlInfo.FLIGHT_SQL_SERVER_NAME_VALUE);
    }
    SqlInfoBuilder facts = new SqlInfoBuilder();
    addServer(facts);
    addNames(facts);
    addWords(facts);
    addStatements(facts);
    addTransactions(facts);
    addLimits(facts);
    facts.send(known, listener);
  }

  private static void addServer(SqlInfoBuilder facts) {
    String arrow = SqlInfoBuilder.class.getPackage().getImplementationVersion();
    facts
        .withFlightSqlServerName("Strake")
        .withFlightSqlServerVersion(version())
        .withFlightSqlServerArrowVersion(arrow == null ? "18.3.0" : arrow)
        .withFlightSqlServerReadOnly(true)
        .withFlightSqlServerSql(true)
        .withFlightSqlServerSubstrait(false)
        .withFlightSqlServerSubstraitMinVersion("")
        .withFlightSqlServerSubstraitMaxVersion("")
        .withFlightSqlServerTransaction(SqlSupportedTransaction.SQL_SUPPORTED_TRANSACTION_NONE)
        .withFlightSqlServerCancel(false)
        .withFlightSqlServerBulkIngestion(false)
        .withFlightSqlServerBulkIngestionTransaction(false)
        .withFlightSqlServerStatementTimeout(0)
        .withFlightSqlServerTransactionTimeout(0);
  }

  /** Adds rules of names: unquoted ones become lower case, for quoted ones Flight has no word. */
  private static void addNames(SqlInfoBuilder facts) {
    facts
        .withSqlIdentifierCase(SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_LOWERCASE)
        .withSqlQuotedIdentifierCase(SqlSupportedCaseSensitivity.SQL_CASE_SENSITIVITY_UNKNOWN)
        .withSqlIdentifierQuoteChar("\"")
        .withSqlSearchStringEscape(NamePattern.ESCAPE)
        .withSqlExtraNameCharacters("")
        .withSqlSchemaTerm("schema")
        .withSqlCatalogTerm("catalog")
        .withSqlProcedureTerm("procedure")
        .withSqlCatalogAtStart(true)
        .withSqlSchemasSupportedActions(new SqlSupportedElementActions[0])
        .withSqlCatalogsSupportedActions(new SqlSupportedElementActions[0])
        .withSqlAllTablesAreSelectable(true)
        .withSqlDdlCatalog(false)
        .withSqlDdlSchema(false)
        .withSqlDdlTable(false);
  }

  private static void addWords(SqlInfoBuilder facts) {
    facts
        .withSqlKeywords(SqlVocabulary.words(SqlVocabulary.keywords()))
        .withSqlNumericFunctions(SqlVocabulary.words(SqlVocabulary.numericFunctions()))
        .withSqlStringFunctions(SqlVocabulary.words(SqlVocabulary.stringFunctions()))
        .withSqlSystemFunctions(SqlVocabulary.words(SqlVocabulary.systemFunctions()))
        .withSqlDatetimeFunctions(SqlVocabulary.words(SqlVocabulary.timeDateFunctions()))
        .withSqlSupportsConvert(Map.of());
  }

  private static void addStatements(SqlInfoBuilder facts) {
    facts
        .withSqlNullOrdering(SqlNullOrdering.SQL_NULLS_SORTED_HIGH)
        .withSqlSupportsColumnAliasing(true)
        .withSqlNullPlusNullIsNull(true)
        .withSqlSupportsTableCorrelationNames(true)
        .withSqlSupportsDifferentTableCorrelationNames(false)
        .withSqlSupportsExpressionsInOrderBy(true)
        .withSqlSupportsOrderByUnrelated(true)
        .withSqlSupportedGroupBy(
            SqlSupportedGroupBy.SQL_GROUP_BY_UNRELATED,
            SqlSupportedGroupBy.SQL_GROUP_BY_BEYOND_SELECT)
        .withSqlSupportsLikeEscapeClause(true)
        .withSqlSupportsNonNullableColumns(true)
        .withSqlSupportedGrammar(
            SupportedSqlGrammar.SQL_MINIMUM_GRAMMAR, SupportedSqlGrammar.SQL_CORE_GRAMMAR)
        .withSqlAnsi92SupportedLevel(SupportedAnsi92SqlGrammarLevel.ANSI92_ENTRY_SQL)
        .withSqlSupportsIntegrityEnhancementFacility(false)
        .withSqlOuterJoinSupportLevel(
            SqlOuterJoinsSupportLevel.SQL_LIMITED_OUTER_JOINS,
            SqlOuterJoinsSupportLevel.SQL_FULL_OUTER_JOINS)
        .withSqlSupportedPositionedCommands(new SqlSupportedPositionedCommands[0])
        .withSqlSelectForUpdateSupported(false)
        .withSqlStoredProceduresSupported(false)
        .withSqlStoredFunctionsUsingCallSyntaxSupported(false)
        .withSqlSubQueriesSupported(
            SqlSupportedSubqueries.SQL_SUBQUERIES_IN_COMPARISONS,
            SqlSupportedSubqueries.SQL_SUBQUERIES_IN_EXISTS,
            SqlSupportedSubqueries.SQL_SUBQUERIES_IN_INS,
            SqlSupportedSubqueries.SQL_SUBQUERIES_IN_QUANTIFIEDS)
        .withSqlCorrelatedSubqueriesSupported(true)
        .withSqlSupportedUnions(SqlSupportedUnions.SQL_UNION, SqlSupportedUnions.SQL_UNION_ALL)
        .withSqlSupportedResultSetTypes(SqlSupportedResultSetType.SQL_RESULT_SET_TYPE_FORWARD_ONLY)
        .withSqlNamedParametersSupported(false)
        .withSqlLocatorsUpdateCopy(false);
  }

  private static void addTransactions(SqlInfoBuilder facts) {
    facts
        .withSqlDefaultTransactionIsolation(SqlTransactionIsolationLevel.SQL_TRANSACTION_NONE_VALUE)
        .withSqlTransactionsSupported(false)
        .withSqlSupportedTransactionsIsolationLevels(
            SqlTransactionIsolationLevel.SQL_TRANSACTION_NONE)
        .withSqlDataDefinitionCausesTransactionCommit(false)
        .withSqlDataDefinitionsInTransactionsIgnored(false)
        .withSqlBatchUpdatesSupported(false)
        .withSqlSavepointsSupported(false);
  }

  /** Adds limits; zero says that there is none or that it is unknown. */
  private static void addLimits(SqlInfoBuilder facts) {
    facts
        .withSqlMaxBinaryLiteralLength(0)
        .withSqlMaxCharLiteralLength(0)
        .withSqlMaxColumnNameLength(0)
        .withSqlMaxColumnsInGroupBy(0)
        .withSqlMaxColumnsInIndex(0)
        .withSqlMaxColumnsInOrderBy(0)
        .withSqlMaxColumnsInSelect(0)
        .withSqlMaxColumnsInTable(0)
        .withSqlMaxConnections(0)
        .withSqlMaxCursorNameLength(0)
        .withSqlMaxIndexLength(0)
        .withSqlDbSchemaNameLength(0)
        .withSqlMaxProcedureNameLength(0)
        .withSqlMaxCatalogNameLength(0)
        .withSqlMaxRowSize(0)
        .withSqlMaxRowSizeIncludesBlobs(true)
        .withSqlMaxStatementLength(0)
        .withSqlMaxStatements(0)
        .withSqlMaxTableNameLength(0)
        .withSqlMaxTablesInSelect(0)
        .withSqlMaxUsernameLength(0);
  }

  private static String version() {
    String version = ServerInfo.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }
}

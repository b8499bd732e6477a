/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.engine.Catalog;
import io.strake.gateway.common.DrainGate;
import io.strake.gateway.common.NamePattern;
import io.strake.gateway.common.SqlVocabulary;
import io.strake.jdbc.RemarkedColumn;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.MissingResultsException;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.remote.TypedValue;

/**
 * Avatica's requests on the query service and the catalog.
 *
 * <p>There is no JDBC connection behind it, so nothing that a client sends can replace the model or
 * name a class. Thread-safe.
 */
final class StrakeMeta extends MetaImpl {
  private final OpenConnections connections;
  private final CatalogAnswers catalog;
  private final DrainGate gate;
  private final Caller caller;

  StrakeMeta(OpenConnections connections, Catalog catalog, DrainGate gate, Caller caller) {
    super(null);
    this.connections = connections;
    this.catalog = new CatalogAnswers(catalog);
    this.gate = gate;
    this.caller = caller;
  }

  @Override
  public void openConnection(ConnectionHandle handle, Map<String, String> info) {
    gate.requireOpen();
    if (handle.id == null || handle.id.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY, "avatica: a connection needs an id; send 'connectionId'");
    }
    connections.open(handle.id, caller.principal(), info == null ? Map.of() : info);
  }

  @Override
  public void closeConnection(ConnectionHandle handle) {
    connections.close(handle, caller.principal());
  }

  @Override
  public ConnectionProperties connectionSync(ConnectionHandle handle, ConnectionProperties state) {
    return connections.find(handle.id, caller.principal()).sync(state);
  }

  @Override
  public StatementHandle createStatement(ConnectionHandle handle) {
    gate.requireOpen();
    return connections.create(handle, caller.principal());
  }

  @Override
  public void closeStatement(StatementHandle handle) {
    connections.close(handle, caller.principal());
  }

  @Override
  public StatementHandle prepare(ConnectionHandle handle, String sql, long maxRowCount) {
    StatementHandle created = createStatement(handle);
    try {
      return statement(created)
          .prepare(sql, connections.find(handle.id, caller.principal()).session());
    } catch (NoSuchStatementException e) {
      throw StrakeException.causedBy(
          e, ErrorCode.CANCELLED, "avatica: the connection was closed; open another one");
    } catch (RuntimeException | Error e) {
      connections.close(created, caller.principal());
      throw e;
    }
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the interface has deprecated it, and we obey
  public ExecuteResult prepareAndExecute(
      StatementHandle handle, String sql, long maxRowCount, PrepareCallback callback)
      throws NoSuchStatementException {
    return prepareAndExecute(handle, sql, maxRowCount, -1, callback);
  }

  @Override
  public ExecuteResult prepareAndExecute(
      StatementHandle handle,
      String sql,
      long maxRowCount,
      int maxRowsInFirstFrame,
      PrepareCallback callback)
      throws NoSuchStatementException {
    gate.requireOpen();
    OpenStatement statement = statement(handle);
    OpenConnection connection = connections.find(handle.connectionId, caller.principal());
    statement.prepare(sql, connection.session());
    return new ExecuteResult(
        List.of(statement.execute(connection.session(), maxRowCount, maxRowsInFirstFrame)));
  }

  @Override
  @Deprecated
  @SuppressWarnings("InlineMeSuggester") // the interface has deprecated it, and we obey
  public ExecuteResult execute(
      StatementHandle handle, List<TypedValue> parameters, long maxRowCount)
      throws NoSuchStatementException {
    return execute(handle, parameters, AvaticaUtils.toSaturatedInt(maxRowCount));
  }

  @Override
  public ExecuteResult execute(
      StatementHandle handle, List<TypedValue> parameters, int maxRowsInFirstFrame)
      throws NoSuchStatementException {
    gate.requireOpen();
    if (parameters != null && !parameters.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED, "query: parameters are not supported; write values as literals");
    }
    OpenConnection connection = connections.find(handle.connectionId, caller.principal());
    return new ExecuteResult(
        List.of(statement(handle).execute(connection.session(), -1, maxRowsInFirstFrame)));
  }

  @Override
  public Frame fetch(StatementHandle handle, long offset, int fetchMaxRowCount)
      throws NoSuchStatementException, MissingResultsException {
    return statement(handle).fetch(offset, fetchMaxRowCount);
  }

  /** Refuses: rows may come in another order when the statement runs again. */
  @Override
  public boolean syncResults(StatementHandle handle, QueryState state, long offset) {
    throw StrakeException.of(
        ErrorCode.UNSUPPORTED, "avatica: the result has expired; run the statement again");
  }

  @Override
  public ExecuteBatchResult prepareAndExecuteBatch(StatementHandle handle, List<String> commands) {
    throw readOnly();
  }

  @Override
  public ExecuteBatchResult executeBatch(
      StatementHandle handle, List<List<TypedValue>> parameters) {
    throw readOnly();
  }

  /** Does nothing: there is nothing to commit in a server that reads only. */
  @Override
  public void commit(ConnectionHandle handle) {
    connections.find(handle.id, caller.principal());
  }

  /** Does nothing, as {@link #commit}. */
  @Override
  public void rollback(ConnectionHandle handle) {
    connections.find(handle.id, caller.principal());
  }

  @Override
  public Map<DatabaseProperty, Object> getDatabaseProperties(ConnectionHandle handle) {
    connections.find(handle.id, caller.principal());
    Map<DatabaseProperty, Object> properties = new HashMap<>();
    for (DatabaseProperty property : DatabaseProperty.values()) {
      properties.put(property, property.defaultValue);
    }
    properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_NAME, "Strake");
    properties.put(DatabaseProperty.GET_DATABASE_PRODUCT_VERSION, "0.1.0");
    properties.put(DatabaseProperty.GET_DATABASE_MAJOR_VERSION, 0);
    properties.put(DatabaseProperty.GET_DATABASE_MINOR_VERSION, 1);
    properties.put(DatabaseProperty.GET_S_Q_L_KEYWORDS, SqlVocabulary.keywords());
    properties.put(DatabaseProperty.GET_NUMERIC_FUNCTIONS, SqlVocabulary.numericFunctions());
    properties.put(DatabaseProperty.GET_STRING_FUNCTIONS, SqlVocabulary.stringFunctions());
    properties.put(DatabaseProperty.GET_SYSTEM_FUNCTIONS, SqlVocabulary.systemFunctions());
    properties.put(DatabaseProperty.GET_TIME_DATE_FUNCTIONS, SqlVocabulary.timeDateFunctions());
    return properties;
  }

  @Override
  public MetaResultSet getCatalogs(ConnectionHandle handle) {
    return answer(handle, MetaCatalog.class, catalog.catalogs());
  }

  @Override
  public MetaResultSet getTableTypes(ConnectionHandle handle) {
    return answer(handle, MetaTableType.class, catalog.tableTypes());
  }

  @Override
  public MetaResultSet getTypeInfo(ConnectionHandle handle) {
    return answer(handle, MetaTypeInfo.class, catalog.types());
  }

  @Override
  public MetaResultSet getSchemas(ConnectionHandle handle, String name, Pat schemaPattern) {
    return answer(handle, MetaSchema.class, catalog.schemas(name, pattern(schemaPattern)));
  }

  @Override
  public MetaResultSet getTables(
      ConnectionHandle handle,
      String name,
      Pat schemaPattern,
      Pat tableNamePattern,
      List<String> typeList) {
    return answer(
        handle,
        RemarkedTable.class,
        catalog.tables(name, pattern(schemaPattern), pattern(tableNamePattern), typeList));
  }

  @Override
  public MetaResultSet getColumns(
      ConnectionHandle handle,
      String name,
      Pat schemaPattern,
      Pat tableNamePattern,
      Pat columnNamePattern) {
    return answer(
        handle,
        RemarkedColumn.class,
        catalog.columns(
            name, pattern(schemaPattern), pattern(tableNamePattern), pattern(columnNamePattern)));
  }

  /** Answers with objects whose public fields are the columns, in order. */
  private <T> MetaResultSet answer(ConnectionHandle handle, Class<T> type, List<T> rows) {
    OpenConnection connection = connections.find(handle.id, caller.principal());
    List<ColumnMetaData> columns = fieldMetaData(type).columns;
    List<Field> fields = Arrays.asList(type.getFields());
    CursorFactory byField =
        CursorFactory.record(type, fields, fields.stream().map(Field::getName).toList());
    List<Object> values =
        new ArrayList<>(collect(byField, new ArrayList<Object>(rows), new ArrayList<>()));
    Signature signature =
        Signature.create(columns, "", List.of(), CursorFactory.LIST, StatementType.SELECT);
    return MetaResultSet.create(
        handle.id, connection.newStatementId(), true, signature, new Frame(0, true, values));
  }

  /** Returns the statement that a request works on; it is closed if the client goes meanwhile. */
  private OpenStatement statement(StatementHandle handle) throws NoSuchStatementException {
    String principal = caller.principal();
    OpenStatement statement = connections.find(handle, principal);
    statement.servedOver(caller.connection());
    caller.onGone(() -> connections.close(handle, principal));
    return statement;
  }

  private static NamePattern pattern(Pat pattern) {
    return NamePattern.of(pattern.s);
  }

  private static StrakeException readOnly() {
    return StrakeException.of(
        ErrorCode.READ_ONLY, "query: Strake reads only; change data at the source itself");
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.Session;
import io.strake.planner.StrakeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.prepare.CalcitePrepareImpl;
import org.apache.calcite.runtime.Bindable;

/**
 * Statement preparation of the driver: SQL goes to the engine's query service; plans and queryables
 * that a program hands over as objects stay with Calcite.
 */
final class EnginePrepare extends CalcitePrepareImpl {
  private static final long ALL_ROWS = -1;

  private final FederationEngine engine;
  private final OpenCursors openCursors;

  EnginePrepare(FederationEngine engine, OpenCursors openCursors) {
    this.engine = engine;
    this.openCursors = openCursors;
  }

  @Override
  public <T> CalciteSignature<T> prepareSql(
      Context context, Query<T> query, java.lang.reflect.Type elementType, long maxRowCount) {
    if (query.sql == null) {
      return super.prepareSql(context, query, elementType, maxRowCount);
    }
    try {
      Session session = session(context);
      PreparedQuery prepared = engine.queries().prepare(query.sql, session);
      return signature(context, prepared, session);
    } catch (StrakeException e) {
      throw JdbcErrors.sneak(e);
    }
  }

  private <T> CalciteSignature<T> signature(
      Context context, PreparedQuery prepared, Session session) {
    @SuppressWarnings("unchecked") // rows are object arrays, as CursorFactory.ARRAY says
    Bindable<T> rows =
        data ->
            (org.apache.calcite.linq4j.Enumerable<T>)
                (Object) new StatementRows(engine.queries(), prepared, session, data, openCursors);
    return new CalciteSignature<>(
        prepared.sql(),
        JdbcParameters.describe(prepared.parameterTypes()),
        Map.of(),
        prepared.rowType(),
        ColumnTypes.columns(prepared.rowType(), ColumnTypes.Times.AS_OBJECTS),
        Meta.CursorFactory.ARRAY,
        context.getRootSchema(),
        List.of(),
        ALL_ROWS, // the result set cuts, so that it can say so
        rows,
        Meta.StatementType.SELECT);
  }

  private static Session session(Context context) {
    CalciteConnectionConfig config = context.config();
    List<String> path = context.getDefaultSchemaPath();
    String zone = config.timeZone();
    return new Session(
        "jdbc",
        path.isEmpty() ? Optional.empty() : Optional.of(path.get(0)),
        zone == null || zone.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(zone),
        Optional.empty());
  }
}

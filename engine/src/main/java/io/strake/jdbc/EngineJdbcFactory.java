/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.engine.Catalog;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Properties;
import java.util.TimeZone;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaFactory;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaSpecificDatabaseMetaData;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.apache.calcite.jdbc.CalciteJdbc41Factory;
import org.jspecify.annotations.Nullable;

/** Factory of Calcite's JDBC objects, but for result sets with microseconds. Immutable. */
final class EngineJdbcFactory implements AvaticaFactory {
  private final CalciteJdbc41Factory calcite;
  private final Catalog catalog;
  private final ZoneId zone;
  private final long maxRows;

  /**
   * Creates a factory.
   *
   * @param catalog what metadata calls tell of
   * @param zone zone in which instants are shown
   * @param maxRows rows of a result set whose statement sets no limit; 0 for all
   */
  EngineJdbcFactory(CalciteJdbc41Factory calcite, Catalog catalog, ZoneId zone, long maxRows) {
    this.calcite = calcite;
    this.catalog = catalog;
    this.zone = zone;
    this.maxRows = maxRows;
  }

  @Override
  public int getJdbcMajorVersion() {
    return calcite.getJdbcMajorVersion();
  }

  @Override
  public int getJdbcMinorVersion() {
    return calcite.getJdbcMinorVersion();
  }

  @Override
  public AvaticaConnection newConnection(
      UnregisteredDriver driver, AvaticaFactory factory, String url, Properties info) {
    return calcite.newConnection(driver, factory, url, info);
  }

  @Override
  public AvaticaStatement newStatement(
      AvaticaConnection connection,
      Meta.@Nullable StatementHandle handle,
      int type,
      int concurrency,
      int holdability) {
    return calcite.newStatement(connection, handle, type, concurrency, holdability);
  }

  @Override
  public AvaticaPreparedStatement newPreparedStatement(
      AvaticaConnection connection,
      Meta.@Nullable StatementHandle handle,
      Meta.Signature signature,
      int type,
      int concurrency,
      int holdability)
      throws SQLException {
    return calcite.newPreparedStatement(
        connection, handle, signature, type, concurrency, holdability);
  }

  @Override
  public AvaticaResultSet newResultSet(
      AvaticaStatement statement,
      QueryState state,
      Meta.Signature signature,
      TimeZone timeZone,
      Meta.@Nullable Frame firstFrame)
      throws SQLException {
    return new EngineResultSet(
        statement,
        state,
        signature,
        newResultSetMetaData(statement, signature),
        timeZone,
        firstFrame,
        zone,
        statement.getLargeMaxRows() > 0 ? statement.getLargeMaxRows() : maxRows);
  }

  @Override
  public AvaticaSpecificDatabaseMetaData newDatabaseMetaData(AvaticaConnection connection) {
    return new KeyMetaData(connection, catalog);
  }

  @Override
  public ResultSetMetaData newResultSetMetaData(
      AvaticaStatement statement, Meta.Signature signature) {
    return calcite.newResultSetMetaData(statement, signature);
  }
}

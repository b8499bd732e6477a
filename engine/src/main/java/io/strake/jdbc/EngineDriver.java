/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Properties;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.Handler;
import org.apache.calcite.avatica.HandlerImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteJdbc41Factory;
import org.apache.calcite.jdbc.CalcitePrepare;

/** Driver behind one connection: binds Calcite's connection to an engine. */
final class EngineDriver extends org.apache.calcite.jdbc.Driver {
  private final SharedEngines.Lease lease;
  private final OpenCursors openCursors = new OpenCursors();

  EngineDriver(SharedEngines.Lease lease) {
    this.lease = lease;
  }

  @Override
  public Connection connect(String url, Properties settings) throws SQLException {
    Properties info = new Properties();
    info.putAll(settings);
    info.remove(CalciteConnectionProperty.MODEL.camelName()); // the engine has loaded it
    info.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "true");
    info.setProperty(CalciteConnectionProperty.UNQUOTED_CASING.camelName(), "TO_LOWER");
    info.setProperty(CalciteConnectionProperty.QUOTED_CASING.camelName(), "UNCHANGED");
    CalciteJdbc41Factory calcite = new CalciteJdbc41Factory();
    AvaticaConnection connection =
        calcite.newConnection(
            this,
            new EngineJdbcFactory(calcite, lease.engine().catalog(), zone(info), maxRows(info)),
            url,
            info,
            lease.engine().rootSchema(),
            lease.engine().typeFactory());
    handler.onConnectionInit(connection);
    Optional<String> schema =
        Optional.ofNullable(info.getProperty(CalciteConnectionProperty.SCHEMA.camelName()))
            .or(() -> lease.engine().defaultSchema());
    if (schema.isPresent()) {
      connection.setSchema(schema.get());
    }
    return ReportingHandler.connection(connection);
  }

  private static ZoneId zone(Properties info) {
    return ZoneId.of(info.getProperty(CalciteConnectionProperty.TIME_ZONE.camelName(), "UTC"));
  }

  private static long maxRows(Properties info) {
    return Long.parseLong(info.getProperty(StrakeDriver.MAX_ROWS, "0"));
  }

  @Override
  public Meta createMeta(AvaticaConnection connection) {
    return EngineMeta.create(connection);
  }

  @Override
  public CalcitePrepare createPrepare() {
    return new EnginePrepare(lease.engine(), openCursors);
  }

  /** The superclass asks for it before {@link #lease} is set, so it is read when a call comes. */
  @Override
  protected Handler createHandler() {
    return new HandlerImpl() {
      @Override
      public void onConnectionClose(AvaticaConnection connection) {
        super.onConnectionClose(connection);
        try {
          openCursors.close();
        } finally {
          lease.close();
        }
      }
    };
  }

  @Override
  protected String getConnectStringPrefix() {
    return StrakeDriver.PREFIX;
  }

  @Override
  protected DriverVersion createDriverVersion() {
    return StrakeDriver.version();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.planner.ErrorCode;
import io.strake.planner.Operands;
import io.strake.planner.StrakeException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.ConnectStringParser;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.jspecify.annotations.Nullable;

/**
 * JDBC driver that runs a federation engine in this process.
 *
 * <p>URL: {@code jdbc:strake:model=PATH}, or {@code model=inline:TEXT}, and then {@code
 * ;key=value}: {@code schema} (default schema), {@code timeZone}, {@code memory} and {@code
 * queryMemory} (such as {@code 2GB} or {@code 50%}), {@code spill.directory}, {@code spill.max},
 * {@code queueTimeout} and {@code timeout} (such as {@code PT1M}), {@code maxRows} (rows of a
 * result set, beyond which it ends with a warning; 0 for all). Other properties are refused, so
 * that a typing error is not taken for a default. Connections with the same model and settings
 * share one engine, which closes with the last of them. Thread-safe.
 */
public final class StrakeDriver extends org.apache.calcite.jdbc.Driver {
  /** Prefix of the URLs. */
  public static final String PREFIX = "jdbc:strake:";

  /** Property with the number of rows of a result set whose statement sets no limit. */
  static final String MAX_ROWS = "maxRows";

  private final SharedEngines engines = new SharedEngines();

  static {
    try {
      DriverManager.registerDriver(new StrakeDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Creates a driver; the driver manager has one already. */
  public StrakeDriver() {}

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Properties settings = ConnectStringParser.parse(url.substring(PREFIX.length()), info);
    try {
      return connect(url, settings, engines.acquire(options(settings)));
    } catch (StrakeException e) {
      throw JdbcErrors.translate(e);
    }
  }

  private static Connection connect(String url, Properties settings, SharedEngines.Lease lease)
      throws SQLException {
    try {
      return new EngineDriver(lease).connect(url, settings);
    } catch (SQLException | RuntimeException | Error e) {
      lease.close();
      throw e;
    }
  }

  private static EngineOptions options(Properties settings) {
    Map<String, Object> values = new HashMap<>();
    settings.stringPropertyNames().forEach(key -> values.put(key, settings.getProperty(key)));
    Operands operands = new Operands("jdbc:strake", values);
    EngineOptions options =
        EngineOptions.builder(operands.requiredText("model")).read(operands).build();
    operands.text(CalciteConnectionProperty.SCHEMA.camelName());
    operands
        .text(CalciteConnectionProperty.TIME_ZONE.camelName())
        .ifPresent(StrakeDriver::checkZone);
    operands.text(MAX_ROWS).ifPresent(StrakeDriver::checkMaxRows);
    operands.text("user"); // tools always send these two; the process is the client
    operands.text("password");
    operands.rejectUnknown();
    return options;
  }

  private static void checkZone(String zone) {
    try {
      ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "jdbc:strake: 'timeZone' is %s; name a zone such as Europe/Berlin",
          zone);
    }
  }

  private static void checkMaxRows(String rows) {
    if (!rows.matches("[0-9]{1,18}")) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "jdbc:strake: 'maxRows' is %s; give a number of rows, or 0 for all",
          rows);
    }
  }

  @Override
  protected String getConnectStringPrefix() {
    return PREFIX;
  }

  @Override
  protected DriverVersion createDriverVersion() {
    return version();
  }

  static DriverVersion version() {
    String implementation = FederationEngine.class.getPackage().getImplementationVersion();
    String version = implementation == null ? "0.1.0" : implementation;
    return new DriverVersion("Strake JDBC Driver", version, "Strake", version, true, 0, 1, 0, 1);
  }
}

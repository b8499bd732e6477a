/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.Operands;
import io.strake.planner.type.StrakeTypeSystem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Settings of one PostgreSQL source, from the {@code operand} of its model entry.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param user role to connect as; empty for the one in the URL or the driver's default
 * @param password secret of {@code user}; left out of {@link #toString()}
 * @param schema PostgreSQL schema to expose; {@code public} by default
 * @param poolSize connections at most; 8 by default
 * @param scanConnections connections at most that read a large table at the same time; 2 by default
 * @param connectTimeout how long opening a connection may take; 10 seconds by default
 * @param poolTimeout how long a query waits for a free connection; 30 seconds by default
 * @param metadataTtl how long the catalog is remembered; 5 minutes by default
 * @param catalogTimeout how long the server may take to read the catalog; 30 seconds by default
 * @param preparedStatements whether statements of few rows may have names at the server; true by
 *     default, and never done where a pooler changes sessions between transactions
 * @param applicationName name shown in {@code pg_stat_activity}; {@code strake} by default
 * @param numericScale digits behind the point of columns of type {@code numeric} without precision;
 *     16 by default; a value with more digits is an error, never rounded
 */
public record PostgresOptions(
    String url,
    Optional<String> user,
    Optional<String> password,
    String schema,
    int poolSize,
    int scanConnections,
    Duration connectTimeout,
    Duration poolTimeout,
    Duration metadataTtl,
    Duration catalogTimeout,
    boolean preparedStatements,
    String applicationName,
    int numericScale) {
  private static final String URL_PREFIX = "jdbc:postgresql:";
  private static final int DEFAULT_POOL_SIZE = 8;
  private static final int MAX_POOL_SIZE = 1000;
  private static final int DEFAULT_SCAN_CONNECTIONS = 2;
  private static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration DEFAULT_POOL_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration DEFAULT_METADATA_TTL = Duration.ofMinutes(5);
  private static final Duration DEFAULT_CATALOG_TIMEOUT = Duration.ofSeconds(30);

  /**
   * Reads the operands of a model entry.
   *
   * @throws io.strake.planner.StrakeException if one is missing, unknown or malformed
   */
  public static PostgresOptions of(String sourceName, Map<String, ?> operand) {
    Operands operands = new Operands("postgres source '" + sourceName + "'", operand);
    String url = operands.requiredText("url");
    if (!url.startsWith(URL_PREFIX) || Driver.parseURL(url, new Properties()) == null) {
      throw operands.malformed("url", "of the form jdbc:postgresql://host:port/database");
    }
    PostgresOptions options =
        new PostgresOptions(
            url,
            operands.text("user"),
            operands.text("password"),
            operands.text("schema").orElse("public"),
            operands.integer("poolSize", DEFAULT_POOL_SIZE, 1, MAX_POOL_SIZE),
            operands.integer("scanConnections", DEFAULT_SCAN_CONNECTIONS, 1, MAX_POOL_SIZE),
            operands.duration("connectTimeout", DEFAULT_CONNECT_TIMEOUT),
            operands.duration("poolTimeout", DEFAULT_POOL_TIMEOUT),
            operands.duration("metadataTtl", DEFAULT_METADATA_TTL),
            operands.duration("catalogTimeout", DEFAULT_CATALOG_TIMEOUT),
            operands.flag("preparedStatements", true),
            operands.text("applicationName").orElse("strake"),
            operands.integer(
                "numericScale",
                StrakeTypeSystem.MIN_QUOTIENT_SCALE,
                0,
                StrakeTypeSystem.MAX_DECIMAL_PRECISION));
    operands.rejectUnknown();
    return options;
  }

  /** Returns host, port and database, without credentials. */
  public String location() {
    Properties parts = Driver.parseURL(url, new Properties());
    if (parts == null) {
      throw new IllegalStateException("the URL was checked before");
    }
    return PGProperty.PG_HOST.getOrDefault(parts)
        + ":"
        + PGProperty.PG_PORT.getOrDefault(parts)
        + "/"
        + PGProperty.PG_DBNAME.getOrDefault(parts);
  }

  /** Returns whether two sources can use the same connections. */
  boolean sharesConnectionsWith(PostgresOptions other) {
    return url.equals(other.url)
        && user.equals(other.user)
        && password.equals(other.password)
        && poolSize == other.poolSize
        && scanConnections == other.scanConnections
        && connectTimeout.equals(other.connectTimeout)
        && poolTimeout.equals(other.poolTimeout)
        && preparedStatements == other.preparedStatements
        && applicationName.equals(other.applicationName);
  }

  /** Returns the settings without the password, also without one in the URL. */
  @Override
  public String toString() {
    return "PostgresOptions["
        + location()
        + ", user="
        + user.orElse("")
        + ", schema="
        + schema
        + ", poolSize="
        + poolSize
        + ", scanConnections="
        + scanConnections
        + ", connectTimeout="
        + connectTimeout
        + ", poolTimeout="
        + poolTimeout
        + ", metadataTtl="
        + metadataTtl
        + ", catalogTimeout="
        + catalogTimeout
        + ", preparedStatements="
        + preparedStatements
        + ", applicationName="
        + applicationName
        + ", numericScale="
        + numericScale
        + "]";
  }
}

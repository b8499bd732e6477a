/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * The mapping of the server's types to ours.
 *
 * <pre>
 *   bool int2 int4 int8 float4 float8   BOOLEAN SMALLINT INTEGER BIGINT REAL DOUBLE
 *   oid                                 BIGINT
 *   numeric(p, s), p up to 38           DECIMAL(p, s)
 *   numeric                             DECIMAL(38, numericScale); what does not fit is an error
 *   text varchar                        VARCHAR
 *   bytea                               VARBINARY
 *   date time timestamp timestamptz     DATE TIME TIMESTAMP, TIMESTAMP WITH LOCAL TIME ZONE
 *   t[], declared with one dimension    ARRAY of what t is, if t is one of the system's types
 *   everything else                     VARCHAR, as the server writes it
 * </pre>
 */
final class PostgresTypes {
  private static final int MAX_DIGITS = StrakeTypeSystem.MAX_DECIMAL_PRECISION;
  private static final int NONE = RelDataType.PRECISION_NOT_SPECIFIED;

  /** Collations under which texts are equal exactly if their bytes are: none, default, C. */
  private static final long DEFAULT_COLLATION = 100;

  private static final long C_COLLATION = 950;

  private PostgresTypes() {}

  /**
   * Returns a column.
   *
   * @param builtIn whether the type is one of the system's
   * @param typeName name of the type, of its base type if it is a domain
   * @param typmod type modifier, -1 for none
   * @param dimensions number of dimensions that are declared; 0 for none or not known
   * @param domain whether the column has a domain type
   * @param collation object id of the collation, 0 for none
   * @param deterministic whether the collation takes only texts of the same bytes for equal
   * @param numericScale scale of numeric without precision
   */
  static PostgresColumn column(
      String name,
      boolean nullable,
      boolean builtIn,
      String typeName,
      int typmod,
      int dimensions,
      boolean domain,
      long collation,
      boolean deterministic,
      int numericScale) {
    if (builtIn && isArray(typeName) && dimensions <= 1) {
      return item(name, typeName.substring(1), typmod, numericScale).toArray(nullable);
    }
    PostgresColumn.Equality equality = equality(collation, deterministic);
    if (!builtIn) {
      return text(name, nullable, "text", equality);
    }
    return switch (typeName) {
      case "bool" -> plain(name, SqlTypeName.BOOLEAN, nullable, domain ? "boolean" : "");
      case "int2" -> plain(name, SqlTypeName.SMALLINT, nullable, domain ? "smallint" : "");
      case "int4" -> plain(name, SqlTypeName.INTEGER, nullable, domain ? "integer" : "");
      case "int8" -> plain(name, SqlTypeName.BIGINT, nullable, domain ? "bigint" : "");
      case "oid" -> plain(name, SqlTypeName.BIGINT, nullable, "bigint");
      case "float4" -> plain(name, SqlTypeName.REAL, nullable, domain ? "real" : "");
      case "float8" -> plain(name, SqlTypeName.DOUBLE, nullable, domain ? "double precision" : "");
      case "numeric" -> decimal(name, nullable, typmod, domain, numericScale);
      case "bytea" -> plain(name, SqlTypeName.VARBINARY, nullable, domain ? "bytea" : "");
      case "date" -> plain(name, SqlTypeName.DATE, nullable, domain ? "date" : "");
      case "time" -> micros(name, SqlTypeName.TIME, nullable, domain ? "time" : "");
      case "timestamp" -> micros(name, SqlTypeName.TIMESTAMP, nullable, domain ? "timestamp" : "");
      case "timestamptz" ->
          micros(
              name,
              SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE,
              nullable,
              domain ? "timestamptz" : "");
      case "text", "varchar" -> text(name, nullable, domain ? "text" : "", equality);
      default -> text(name, nullable, "text", equality);
    };
  }

  /** The names of the system's array types are those of their items behind an underscore. */
  private static boolean isArray(String typeName) {
    return typeName.startsWith("_");
  }

  /** As of a domain, so that there is a cast and arrays are of exactly our type. */
  private static PostgresColumn item(String name, String typeName, int typmod, int numericScale) {
    return column(name, true, true, typeName, typmod, 0, true, 0, true, numericScale);
  }

  /**
   * Returns the server's name of a type whose values are carried as another one of ours; empty if
   * ours says it all.
   */
  static Optional<String> sourceType(PostgresColumn column, String formatted) {
    return column.array() || (column.type() == SqlTypeName.VARCHAR && !isPlainText(formatted))
        ? Optional.of(formatted)
        : Optional.empty();
  }

  /** Returns whether values of a type are texts that a collation compares. */
  static boolean isText(String typeName) {
    return switch (typeName) {
      case "text", "varchar", "bpchar", "name", "citext" -> true;
      default -> typeName.contains(".") || typeName.contains("\""); // one that is not the system's
    };
  }

  private static boolean isPlainText(String formatted) {
    return formatted.equals("text") || formatted.startsWith("character varying");
  }

  private static PostgresColumn plain(
      String name, SqlTypeName type, boolean nullable, String cast) {
    return new PostgresColumn(name, type, NONE, 0, nullable, cast, PostgresColumn.Equality.BYTES);
  }

  private static PostgresColumn micros(
      String name, SqlTypeName type, boolean nullable, String cast) {
    return new PostgresColumn(
        name,
        type,
        StrakeTypeSystem.TIME_PRECISION,
        0,
        nullable,
        cast,
        PostgresColumn.Equality.BYTES);
  }

  private static PostgresColumn.Equality equality(long collation, boolean deterministic) {
    if (collation == 0 || collation == DEFAULT_COLLATION || collation == C_COLLATION) {
      return PostgresColumn.Equality.BYTES;
    }
    return deterministic ? PostgresColumn.Equality.OWN_COLLATION : PostgresColumn.Equality.LOOSE;
  }

  private static PostgresColumn text(
      String name, boolean nullable, String cast, PostgresColumn.Equality equality) {
    // The server moves a later cast of a varchar below COLLATE, and then knows no group key again
    String castOnce = equality == PostgresColumn.Equality.BYTES ? cast : "text";
    return new PostgresColumn(name, SqlTypeName.VARCHAR, NONE, 0, nullable, castOnce, equality);
  }

  private static PostgresColumn decimal(
      String name, boolean nullable, int typmod, boolean domain, int numericScale) {
    int precision = MAX_DIGITS;
    int scale = numericScale;
    if (typmod >= 4) {
      int declared = ((typmod - 4) >> 16) & 0xffff;
      int declaredScale = (((typmod - 4) & 0x7ff) ^ 1024) - 1024;
      // numeric(3, -2) has up to five whole digits; numeric(2, 4) four digits behind the point
      scale = Math.min(Math.max(declaredScale, 0), MAX_DIGITS);
      precision = Math.min(Math.max(declared - Math.min(declaredScale, 0), scale), MAX_DIGITS);
    }
    return new PostgresColumn(
        name,
        SqlTypeName.DECIMAL,
        precision,
        scale,
        nullable,
        domain ? "numeric" : "",
        PostgresColumn.Equality.BYTES);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import io.strake.planner.type.StrakeTypeSystem;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type that columns can have, as type metadata describes it.
 *
 * @param name SQL name
 * @param jdbcType code of {@link Types}
 * @param size digits, characters or bytes at most; null if there is no limit
 * @param literalQuote what stands before a literal; null if nothing does; a quote ends it
 * @param createParams what may follow the name in parentheses
 * @param isCaseSensitive whether comparisons tell case apart
 * @param minScale least scale; null if it has none
 * @param maxScale greatest scale; null if it has none
 * @param radix base of {@code size}; null if the type is not a number
 */
public record SqlTypeInfo(
    String name,
    int jdbcType,
    @Nullable Integer size,
    @Nullable String literalQuote,
    List<String> createParams,
    boolean isCaseSensitive,
    @Nullable Short minScale,
    @Nullable Short maxScale,
    @Nullable Integer radix) {
  private static final int DIGITS = StrakeTypeSystem.MAX_DECIMAL_PRECISION;
  private static final int FRACTION = StrakeTypeSystem.TIME_PRECISION;

  /** Every type, in the order of {@link #jdbcType()}, as JDBC wants it. */
  public static final List<SqlTypeInfo> ALL =
      List.of(
          number("TINYINT", Types.TINYINT, 3),
          number("BIGINT", Types.BIGINT, 19),
          text("VARBINARY", Types.VARBINARY, "x'", List.of("length"), false),
          text("BINARY", Types.BINARY, "x'", List.of("length"), false),
          text("CHAR", Types.CHAR, "'", List.of("length"), true),
          new SqlTypeInfo(
              "DECIMAL",
              Types.DECIMAL,
              DIGITS,
              null,
              List.of("precision", "scale"),
              false,
              (short) 0,
              (short) DIGITS,
              10),
          number("INTEGER", Types.INTEGER, 10),
          number("SMALLINT", Types.SMALLINT, 5),
          binaryNumber("FLOAT", Types.FLOAT, 53),
          binaryNumber("REAL", Types.REAL, 24),
          binaryNumber("DOUBLE", Types.DOUBLE, 53),
          text("VARCHAR", Types.VARCHAR, "'", List.of("length"), true),
          new SqlTypeInfo("BOOLEAN", Types.BOOLEAN, 1, null, List.of(), false, null, null, null),
          time("DATE", Types.DATE, 10, "DATE '", 0),
          time("TIME", Types.TIME, 15, "TIME '", FRACTION),
          time("TIMESTAMP", Types.TIMESTAMP, 26, "TIMESTAMP '", FRACTION));

  /** Returns whether values are exact or approximate numbers. */
  public boolean isNumber() {
    return radix != null;
  }

  private static SqlTypeInfo number(String name, int jdbcType, int digits) {
    return new SqlTypeInfo(
        name, jdbcType, digits, null, List.of(), false, (short) 0, (short) 0, 10);
  }

  private static SqlTypeInfo binaryNumber(String name, int jdbcType, int bits) {
    return new SqlTypeInfo(name, jdbcType, bits, null, List.of(), false, null, null, 2);
  }

  private static SqlTypeInfo text(
      String name, int jdbcType, String quote, List<String> params, boolean isCaseSensitive) {
    return new SqlTypeInfo(name, jdbcType, null, quote, params, isCaseSensitive, null, null, null);
  }

  private static SqlTypeInfo time(String name, int type, int size, String quote, int scale) {
    List<String> params = scale == 0 ? List.of() : List.of("precision");
    return new SqlTypeInfo(name, type, size, quote, params, false, (short) 0, (short) scale, null);
  }
}

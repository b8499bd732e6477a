/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Writer of literals: each has exactly its type and is escaped, so a value cannot become SQL.
 *
 * <p>Sessions have {@code standard_conforming_strings} on, so within quotes only quotes count.
 */
final class PostgresLiterals {
  private PostgresLiterals() {}

  /** Returns a literal other than NULL; empty if the server cannot read it exactly. */
  static Optional<String> write(RexLiteral literal) {
    RelDataType type = literal.getType();
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> value(literal, Boolean.class, "", "");
      case SMALLINT, BIGINT, INTEGER -> integer(literal);
      case DECIMAL -> number(literal).map(n -> "'" + n.toPlainString() + "'::numeric");
      case REAL -> value(literal, Float.class, "'", "'::real");
      case FLOAT, DOUBLE -> value(literal, Double.class, "'", "'::double precision");
      case CHAR, VARCHAR -> text(literal);
      case BINARY, VARBINARY -> value(literal, ByteString.class, "'\\x", "'::bytea");
      case DATE -> value(literal, DateString.class, "'", "'::date");
      case TIME -> value(literal, TimeString.class, "'", "'::time");
      case TIMESTAMP -> value(literal, TimestampString.class, "'", "'::timestamp");
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          value(literal, TimestampString.class, "'", "+00'::timestamptz");
      case SYMBOL -> symbol(literal);
      default ->
          type.getIntervalQualifier() == null ? Optional.empty() : Optional.of(interval(literal));
    };
  }

  private static <T> Optional<String> value(
      RexLiteral literal, Class<T> type, String before, String after) {
    @Nullable T value = literal.getValueAs(type);
    return Optional.ofNullable(value).map(v -> before + v + after);
  }

  private static Optional<BigDecimal> number(RexLiteral literal) {
    return Optional.ofNullable(literal.getValueAs(BigDecimal.class));
  }

  private static Optional<String> integer(RexLiteral literal) {
    return number(literal).map(value -> integer(value, literal.getType()));
  }

  private static String integer(BigDecimal value, RelDataType type) {
    String digits = value.toPlainString();
    return switch (type.getSqlTypeName()) {
      case BIGINT -> "'" + digits + "'::bigint";
      case INTEGER -> value.signum() < 0 ? "'" + digits + "'::integer" : digits;
      default -> "'" + digits + "'::smallint";
    };
  }

  /** The server's texts cannot hold U+0000, and UTF-8 has no half of a surrogate pair. */
  private static Optional<String> text(RexLiteral literal) {
    NlsString string = literal.getValueAs(NlsString.class);
    String value = string == null ? null : string.getValue();
    if (value == null
        || value.indexOf('\0') >= 0
        || value.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      return Optional.empty();
    }
    return Optional.of("'" + value.replace("'", "''") + "'::text");
  }

  /** Months, or milliseconds: the server adds a day as 24 hours to what has no zone. */
  private static String interval(RexLiteral literal) {
    boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName());
    return "'"
        + number(literal).map(BigDecimal::toPlainString).orElse("0")
        + (months ? " months'::interval" : " milliseconds'::interval");
  }

  /** Flags of functions, which their templates read from the call itself. */
  private static Optional<String> symbol(RexLiteral literal) {
    Enum<?> flag = literal.getValueAs(Enum.class);
    return flag instanceof SqlTrimFunction.Flag || flag instanceof TimeUnitRange
        ? Optional.of(flag.name().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}

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
    return switch (literal.getType().getSqlTypeName()) {
      case BOOLEAN -> text(literal);
      case SYMBOL -> symbol(literal);
      case INTEGER -> text(literal).map(PostgresLiterals::integer);
      default ->
          text(literal)
              .flatMap(text -> typeName(literal.getType()).map(type -> quoted(text, type)));
    };
  }

  /** Returns the name of the type that literals of a type have; empty if there are none. */
  static Optional<String> typeName(RelDataType type) {
    @Nullable String name =
        switch (type.getSqlTypeName()) {
          case BOOLEAN -> "boolean";
          case SMALLINT -> "smallint";
          case INTEGER -> "integer";
          case BIGINT -> "bigint";
          case DECIMAL -> "numeric";
          case REAL -> "real";
          case FLOAT, DOUBLE -> "double precision";
          case CHAR, VARCHAR -> "text";
          case BINARY, VARBINARY -> "bytea";
          case DATE -> "date";
          case TIME -> "time";
          case TIMESTAMP -> "timestamp";
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "timestamptz";
          default -> type.getIntervalQualifier() == null ? null : "interval";
        };
    return Optional.ofNullable(name);
  }

  /** Returns the text of a value other than NULL; empty if the server cannot read it exactly. */
  static Optional<String> text(RexLiteral literal) {
    RelDataType type = literal.getType();
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> value(literal, Boolean.class);
      case SMALLINT, BIGINT, INTEGER, DECIMAL -> number(literal);
      case REAL -> value(literal, Float.class);
      case FLOAT, DOUBLE -> value(literal, Double.class);
      case CHAR, VARCHAR -> characters(literal);
      case BINARY, VARBINARY -> value(literal, ByteString.class).map(hex -> "\\x" + hex);
      case DATE -> value(literal, DateString.class);
      case TIME -> value(literal, TimeString.class);
      case TIMESTAMP -> value(literal, TimestampString.class);
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          value(literal, TimestampString.class).map(time -> time + "+00");
      default ->
          type.getIntervalQualifier() == null ? Optional.empty() : Optional.of(interval(literal));
    };
  }

  private static String quoted(String text, String type) {
    return "'" + text.replace("'", "''") + "'::" + type;
  }

  /** A sign would bind less than what stands behind the number. */
  private static String integer(String digits) {
    return digits.startsWith("-") ? quoted(digits, "integer") : digits;
  }

  private static <T> Optional<String> value(RexLiteral literal, Class<T> type) {
    @Nullable T value = literal.getValueAs(type);
    return Optional.ofNullable(value).map(Object::toString);
  }

  private static Optional<String> number(RexLiteral literal) {
    return Optional.ofNullable(literal.getValueAs(BigDecimal.class)).map(BigDecimal::toPlainString);
  }

  /** The server's texts cannot hold U+0000, and UTF-8 has no half of a surrogate pair. */
  private static Optional<String> characters(RexLiteral literal) {
    NlsString string = literal.getValueAs(NlsString.class);
    String value = string == null ? null : string.getValue();
    if (value == null
        || value.indexOf('\0') >= 0
        || value.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** Months, or milliseconds: the server adds a day as 24 hours to what has no zone. */
  private static String interval(RexLiteral literal) {
    boolean months = SqlTypeName.YEAR_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName());
    return number(literal).orElse("0") + (months ? " months" : " milliseconds");
  }

  /** Flags of functions, which their templates read from the call itself. */
  private static Optional<String> symbol(RexLiteral literal) {
    Enum<?> flag = literal.getValueAs(Enum.class);
    return flag instanceof SqlTrimFunction.Flag || flag instanceof TimeUnitRange
        ? Optional.of(flag.name().toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.rest.model.ColumnType;
import io.strake.rest.model.ParameterSpec;
import io.strake.rest.model.ParameterSpec.Place;
import io.strake.rest.model.PathTemplate;
import java.math.BigDecimal;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimestampString;

/**
 * Writer of constants as request parameters: numbers in plain digits, booleans as {@code true} and
 * {@code false}, dates and timestamps as ISO 8601 has them.
 */
final class ParameterText {
  private ParameterText() {}

  /** Returns the text of a constant; empty if it has none that means the same. */
  static Optional<String> of(RexLiteral value, ColumnType column, ParameterSpec parameter) {
    return text(value, column)
        .filter(text -> parameter.place() == Place.QUERY || PathTemplate.canHold(text));
  }

  /**
   * Returns whether constants of a type have a text for a column, so that it is only up to them.
   */
  static boolean hasText(RelDataType type, ColumnType column) {
    SqlTypeName name = type.getSqlTypeName();
    return switch (column.name()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> SqlTypeUtil.isExactNumeric(type);
      case VARCHAR -> SqlTypeName.CHAR_TYPES.contains(name);
      case BOOLEAN, DATE, TIMESTAMP -> name == column.name();
      default -> false;
    };
  }

  private static Optional<String> text(RexLiteral value, ColumnType column) {
    SqlTypeName type = value.getType().getSqlTypeName();
    return switch (column.name()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL ->
          SqlTypeUtil.isExactNumeric(value.getType()) ? number(value) : Optional.empty();
      case VARCHAR ->
          SqlTypeName.CHAR_TYPES.contains(type)
              ? Optional.ofNullable(value.getValueAs(String.class))
              : Optional.empty();
      case BOOLEAN ->
          type == SqlTypeName.BOOLEAN
              ? Optional.of(Boolean.toString(value.isAlwaysTrue()))
              : Optional.empty();
      case DATE ->
          type == SqlTypeName.DATE
              ? Optional.ofNullable(value.getValueAs(DateString.class)).map(DateString::toString)
              : Optional.empty();
      case TIMESTAMP ->
          type == SqlTypeName.TIMESTAMP
              ? Optional.ofNullable(value.getValueAs(TimestampString.class))
                  .map(timestamp -> timestamp.toString().replace(' ', 'T'))
              : Optional.empty();
      // An instant needs the zone of the session, which planning does not know; a time of day and
      // an approximate number have too many spellings
      default -> Optional.empty();
    };
  }

  private static Optional<String> number(RexLiteral value) {
    BigDecimal number = value.getValueAs(BigDecimal.class);
    if (number == null) {
      return Optional.empty();
    }
    return Optional.of(number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString());
  }
}

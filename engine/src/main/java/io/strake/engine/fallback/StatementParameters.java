/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.fallback;

import io.strake.planner.ErrorCode;
import io.strake.planner.Parameters;
import io.strake.planner.StrakeException;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/** Parameters in the representation of generated code. Thread-safe. */
final class StatementParameters {
  private static final int NANOS_PER_MILLI = (int) TimeUnit.MILLISECONDS.toNanos(1);

  private final Parameters parameters;
  private final RelDataType anyType;

  StatementParameters(Parameters parameters, RelDataTypeFactory typeFactory) {
    this.parameters = parameters;
    this.anyType = typeFactory.createSqlType(SqlTypeName.ANY);
  }

  /** Returns the value of a parameter by its index; null for NULL. */
  @Nullable Object value(int index) {
    RexLiteral literal = parameters.require(new RexDynamicParam(anyType, index));
    if (literal.isNull()) {
      return null;
    }
    return switch (literal.getType().getSqlTypeName()) {
      case TINYINT -> number(literal).byteValueExact();
      case SMALLINT -> number(literal).shortValueExact();
      case INTEGER -> number(literal).intValueExact();
      case BIGINT -> number(literal).longValueExact();
      case DECIMAL -> number(literal);
      case REAL -> literal.getValueAs(Float.class);
      case FLOAT, DOUBLE -> literal.getValueAs(Double.class);
      case BOOLEAN -> literal.getValueAs(Boolean.class);
      case BINARY, VARBINARY -> literal.getValueAs(ByteString.class);
      case DATE -> required(literal, DateString.class).getDaysSinceEpoch();
      case TIME -> time(required(literal, TimeString.class), index);
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          timestamp(required(literal, TimestampString.class), index);
      default -> literal.getValueAs(String.class);
    };
  }

  private static Integer time(TimeString time, int index) {
    checkFraction(java.time.LocalTime.parse(time.toString()).getNano(), index);
    return time.getMillisOfDay();
  }

  private static Long timestamp(TimestampString time, int index) {
    checkFraction(
        java.time.LocalDateTime.parse(time.toString().replace(' ', 'T')).getNano(), index);
    return time.getMillisSinceEpoch();
  }

  /** Generated code counts in milliseconds. */
  private static void checkFraction(int nanos, int index) {
    if (nanos % NANOS_PER_MILLI != 0) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "query: a value of parameter %d or a constant has microseconds, which an operator or"
              + " function of the query would lose; use milliseconds",
          index + 1);
    }
  }

  private static BigDecimal number(RexLiteral literal) {
    return required(literal, BigDecimal.class);
  }

  private static <T> T required(RexLiteral literal, Class<T> type) {
    T value = literal.getValueAs(type);
    if (value == null) {
      throw new AssertionError("no " + type + ": " + literal);
    }
    return value;
  }
}

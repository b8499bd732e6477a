/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import io.strake.planner.type.StrakeTypeSystem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;

/**
 * Maker of literals from the Java values that clients bind to parameters.
 *
 * <p>A value must be of the parameter's kind and fit its type; nothing is cut, and only an explicit
 * cast of the parameter rounds. Thread-safe.
 */
public final class ParameterLiterals {
  private static final int MAX_YEAR = 9999;

  private static final DateTimeFormatter SECONDS =
      new DateTimeFormatterBuilder()
          .appendPattern("HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, StrakeTypeSystem.TIME_PRECISION, true)
          .toFormatter(java.util.Locale.ROOT);

  private final RexBuilder rexBuilder;

  /** Creates a maker of literals of a factory's types. */
  public ParameterLiterals(RelDataTypeFactory typeFactory) {
    this.rexBuilder = new RexBuilder(typeFactory);
  }

  /**
   * Returns a value as a literal.
   *
   * @param number number of the parameter from 1 on, for errors
   * @param type type of the parameter
   * @param value null; or a Boolean, Number, CharSequence, byte array, LocalDate, LocalTime,
   *     LocalDateTime, or for an instant an Instant, OffsetDateTime or ZonedDateTime
   * @param rounds whether a decimal may lose digits, as under a cast
   * @throws StrakeException if the value is of another kind or does not fit the type
   */
  public RexLiteral literal(int number, RelDataType type, @Nullable Object value, boolean rounds) {
    if (value == null) {
      return rexBuilder.makeNullLiteral(type);
    }
    RelDataType notNull = rexBuilder.getTypeFactory().createTypeWithNullability(type, false);
    Place place = new Place(number, notNull);
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> rexBuilder.makeLiteral(place.expect(Boolean.class, value));
      case TINYINT, SMALLINT, INTEGER, BIGINT ->
          rexBuilder.makeExactLiteral(place.integer(value), notNull);
      case DECIMAL -> rexBuilder.makeExactLiteral(place.decimal(value, rounds), notNull);
      case REAL -> rexBuilder.makeApproxLiteral(place.real(value), notNull);
      case FLOAT, DOUBLE -> rexBuilder.makeApproxLiteral(place.approximate(value), notNull);
      case CHAR, VARCHAR ->
          rexBuilder.makeLiteral(place.expect(CharSequence.class, value).toString());
      case BINARY, VARBINARY ->
          rexBuilder.makeBinaryLiteral(new ByteString(place.expect(byte[].class, value)));
      case DATE -> rexBuilder.makeDateLiteral(place.date(value));
      case TIME -> rexBuilder.makeTimeLiteral(place.time(value), precision(notNull));
      case TIMESTAMP ->
          rexBuilder.makeTimestampLiteral(
              place.timestamp(place.expect(LocalDateTime.class, value)), precision(notNull));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          rexBuilder.makeTimestampWithLocalTimeZoneLiteral(
              place.timestamp(place.instant(value)), precision(notNull));
      default -> throw place.unsupported();
    };
  }

  private static int precision(RelDataType type) {
    return type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED
        ? StrakeTypeSystem.TIME_PRECISION
        : type.getPrecision();
  }

  /** The parameter that a value is for: checks the value and says what is wrong with it. */
  private record Place(int number, RelDataType type) {
    <T> T expect(Class<T> kind, Object value) {
      if (!kind.isInstance(value)) {
        throw wrongKind(value);
      }
      return kind.cast(value);
    }

    BigDecimal exact(Object value) {
      Number any = expect(Number.class, value);
      try {
        return any instanceof BigDecimal decimal ? decimal : new BigDecimal(any.toString());
      } catch (NumberFormatException e) { // NaN and the infinities
        throw StrakeException.causedBy(
            e,
            ErrorCode.VALUE_OUT_OF_RANGE,
            "query: parameter %d is %s and not finite",
            number,
            type);
      }
    }

    BigDecimal integer(Object value) {
      BigDecimal exact = exact(value);
      int bits =
          switch (type.getSqlTypeName()) {
            case TINYINT -> Byte.SIZE;
            case SMALLINT -> Short.SIZE;
            case INTEGER -> Integer.SIZE;
            default -> Long.SIZE;
          };
      if (exact.precision() - exact.scale() > 19 // so that no huge exponent is multiplied out
          || exact.stripTrailingZeros().scale() > 0
          || exact.toBigInteger().bitLength() >= bits) {
        throw outOfRange();
      }
      return exact.setScale(0);
    }

    BigDecimal decimal(Object value, boolean rounds) {
      BigDecimal exact = exact(value);
      if (exact.signum() != 0
          && exact.precision() - exact.scale() > type.getPrecision() - type.getScale()) {
        throw outOfRange();
      }
      BigDecimal fitted = exact.setScale(type.getScale(), RoundingMode.HALF_UP);
      if ((!rounds && fitted.compareTo(exact) != 0)
          || fitted.precision() > Math.max(1, type.getPrecision())) {
        throw outOfRange();
      }
      return fitted;
    }

    Double real(Object value) {
      Number any = expect(Number.class, value);
      double wide = any.doubleValue();
      if (Double.isFinite(wide) && Float.isInfinite((float) wide)) {
        throw outOfRange();
      }
      return any instanceof Float ? Double.valueOf(any.toString()) : (Double) (double) (float) wide;
    }

    Double approximate(Object value) {
      Number any = expect(Number.class, value);
      double wide = any.doubleValue();
      if (Double.isInfinite(wide) && any instanceof BigDecimal) {
        throw outOfRange();
      }
      return wide;
    }

    DateString date(Object value) {
      LocalDate date = expect(LocalDate.class, value);
      checkYear(date.getYear());
      return new DateString(date.toString());
    }

    TimeString time(Object value) {
      LocalTime time = expect(LocalTime.class, value);
      checkFraction(time.getNano());
      return new TimeString(SECONDS.format(time));
    }

    TimestampString timestamp(LocalDateTime time) {
      checkYear(time.getYear());
      checkFraction(time.getNano());
      return new TimestampString(time.toLocalDate() + " " + SECONDS.format(time));
    }

    LocalDateTime instant(Object value) {
      if (value instanceof Instant instant) {
        try {
          return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        } catch (java.time.DateTimeException e) {
          throw outOfRange();
        }
      } else if (value instanceof OffsetDateTime time) {
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
      } else if (value instanceof ZonedDateTime time) {
        return time.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
      }
      throw wrongKind(value);
    }

    private void checkYear(int year) {
      if (year < 1 || year > MAX_YEAR) {
        throw outOfRange();
      }
    }

    private void checkFraction(int nanos) {
      int lost = StrakeTypeSystem.TIME_PRECISION - precision(type);
      long unit = ChronoUnit.MICROS.getDuration().toNanos();
      for (int i = 0; i < lost; i++) {
        unit *= 10;
      }
      if (nanos % unit != 0) {
        throw outOfRange();
      }
    }

    StrakeException outOfRange() {
      return StrakeException.of(
          ErrorCode.VALUE_OUT_OF_RANGE,
          "query: the value of parameter %d does not fit its type %s; cast the parameter to a wider"
              + " type in the query",
          number,
          type);
    }

    StrakeException wrongKind(Object value) {
      return StrakeException.of(
          ErrorCode.DATA_EXCEPTION,
          "query: parameter %d is of type %s and cannot be a %s; bind another value, or cast the"
              + " parameter in the query",
          number,
          type,
          value.getClass().getSimpleName());
    }

    StrakeException unsupported() {
      return StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "query: parameter %d is of type %s, which parameters cannot have; write it as a literal",
          number,
          type);
    }
  }
}

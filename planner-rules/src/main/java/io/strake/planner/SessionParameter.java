/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import io.strake.planner.type.StrakeTypeSystem;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * What a statement knows of its session: the time at which it started, and the time zone.
 *
 * <p>Plans hold these as parameters with indexes below 0, so that a plan serves sessions of any
 * zone at any time, and whoever takes parameters, a source as well, takes these.
 */
public enum SessionParameter {
  /** The instant at which the statement started, in milliseconds. */
  CURRENT_TIMESTAMP(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE),

  /** The same as date and time of the session's zone. */
  LOCALTIMESTAMP(SqlTypeName.TIMESTAMP),

  /** The date of it. */
  CURRENT_DATE(SqlTypeName.DATE),

  /** The time of day of it. */
  LOCALTIME(SqlTypeName.TIME),

  /** Name of the session's zone in the tz database. */
  TIME_ZONE(SqlTypeName.VARCHAR);

  private static final int MAX_WEST_HOURS = 12;
  private static final int MAX_EAST_HOURS = 14;
  private static final int SECONDS_PER_HOUR = 3600;

  private final SqlTypeName typeName;

  SessionParameter(SqlTypeName typeName) {
    this.typeName = typeName;
  }

  /** Returns the parameter that stands for this in a plan; never NULL. */
  public RexDynamicParam in(RexBuilder rexBuilder) {
    return rexBuilder.makeDynamicParam(type(rexBuilder.getTypeFactory()), -1 - ordinal());
  }

  /** Returns its type. */
  public RelDataType type(RelDataTypeFactory types) {
    return switch (typeName) {
      case DATE, VARCHAR -> types.createSqlType(typeName);
      default -> types.createSqlType(typeName, StrakeTypeSystem.TIME_PRECISION);
    };
  }

  /** Returns what a parameter of a plan stands for; empty if a client or the planner binds it. */
  public static Optional<SessionParameter> of(RexDynamicParam parameter) {
    return parameter.getIndex() < 0
        ? Optional.of(values()[-1 - parameter.getIndex()])
        : Optional.empty();
  }

  /**
   * Returns the values for one run of a statement.
   *
   * @param start when it started; cut to milliseconds, which all engines hold
   * @param zone zone of the session
   */
  public static Parameters values(Instant start, ZoneId zone, RelDataTypeFactory types) {
    Instant now = start.truncatedTo(ChronoUnit.MILLIS);
    LocalDateTime local = LocalDateTime.ofInstant(now, zone);
    ParameterLiterals literals = new ParameterLiterals(types);
    Map<SessionParameter, RexLiteral> known = new EnumMap<>(SessionParameter.class);
    return parameter ->
        of(parameter)
            .map(
                wanted -> {
                  synchronized (known) {
                    return known.computeIfAbsent(
                        wanted,
                        key ->
                            literals.literal(
                                0, key.type(types), key.value(now, local, zone), false));
                  }
                });
  }

  private Object value(Instant now, LocalDateTime local, ZoneId zone) {
    return switch (this) {
      case CURRENT_TIMESTAMP -> now;
      case LOCALTIMESTAMP -> local;
      case CURRENT_DATE -> local.toLocalDate();
      case LOCALTIME -> local.toLocalTime();
      case TIME_ZONE -> name(zone);
    };
  }

  /** Offsets of whole hours have a name in the tz database, with the sign of POSIX. */
  private static String name(ZoneId zone) {
    if (!(zone.normalized() instanceof ZoneOffset offset)) {
      return zone.getId();
    }
    int hours = offset.getTotalSeconds() / SECONDS_PER_HOUR;
    if (offset.getTotalSeconds() == 0) {
      return "UTC";
    } else if (offset.getTotalSeconds() % SECONDS_PER_HOUR != 0
        || hours < -MAX_WEST_HOURS
        || hours > MAX_EAST_HOURS) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "query: the session's time zone %s has no name in the tz database; set a zone such as"
              + " Asia/Kolkata",
          zone);
    }
    return "Etc/GMT" + (hours > 0 ? "-" + hours : "+" + -hours);
  }
}

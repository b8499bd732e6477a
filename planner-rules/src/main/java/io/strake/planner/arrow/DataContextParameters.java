/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.arrow;

import io.strake.planner.ParameterLiterals;
import io.strake.planner.Parameters;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.DataContext;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement that stock Calcite runs, in its internal representation. */
final class DataContextParameters implements Parameters {
  private final DataContext root;
  private final ParameterLiterals literals;

  DataContextParameters(DataContext root) {
    this.root = root;
    this.literals = new ParameterLiterals(root.getTypeFactory());
  }

  @Override
  public Optional<RexLiteral> valueOf(RexDynamicParam parameter) {
    Object value = root.get("?" + parameter.getIndex());
    RelDataType type = parameter.getType();
    return Optional.of(
        literals.literal(parameter.getIndex() + 1, type, external(value, type), false));
  }

  /** Returns the Java value that a number or other object of Calcite's run time stands for. */
  private static @Nullable Object external(@Nullable Object value, RelDataType type) {
    if (value instanceof Number number) {
      long count = number.longValue();
      return switch (type.getSqlTypeName()) {
        case DATE -> LocalDate.ofEpochDay(count);
        case TIME -> LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos(count));
        case TIMESTAMP -> LocalDateTime.ofInstant(Instant.ofEpochMilli(count), ZoneOffset.UTC);
        case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Instant.ofEpochMilli(count);
        default -> value;
      };
    }
    return value instanceof ByteString bytes ? bytes.getBytes() : value;
  }
}

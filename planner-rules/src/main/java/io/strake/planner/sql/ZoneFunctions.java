/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import io.strake.planner.type.StrakeTypeSystem;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Functions between instants and the dates and times that clocks of a zone show. A time that clocks
 * skip is read with the offset before the change; one that they show twice is the later one.
 *
 * <p>All that depends on the session's zone is written with them, so that no engine needs to have
 * one. As with {@link ScalarFunctions}, generated code has none of them.
 */
public final class ZoneFunctions {
  /**
   * {@code TIMEZONE(zone, instant)}: the timestamp that clocks of the zone show, and {@code
   * TIMEZONE(zone, timestamp)}: the instant at which they do.
   */
  public static final SqlFunction TIMEZONE =
      SqlBasicFunction.create(
          "TIMEZONE", ZoneFunctions::otherKind, new ZoneAndTime(), SqlFunctionCategory.SYSTEM);

  /**
   * The instant at which the hour, minute or second of a zone's clock began; not to be written in
   * SQL. Operands: unit as a flag or text, zone, instant.
   */
  public static final SqlFunction START_OF =
      SqlBasicFunction.create(
          "START_OF", ReturnTypes.ARG2_NULLABLE, OperandTypes.VARIADIC, SqlFunctionCategory.SYSTEM);

  /** Text of an instant, given the zone; not to be written in SQL. */
  public static final SqlFunction TO_TEXT =
      SqlBasicFunction.create(
          "INSTANT_TO_TEXT",
          ReturnTypes.VARCHAR_NULLABLE,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.SYSTEM);

  /** Instant that a text says, given the zone if it says none; not to be written in SQL. */
  public static final SqlFunction OF_TEXT =
      SqlBasicFunction.create(
          "TEXT_TO_INSTANT",
          binding -> type(binding, SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE),
          OperandTypes.VARIADIC,
          SqlFunctionCategory.SYSTEM);

  private static final List<SqlOperator> ALL = List.of(TIMEZONE, START_OF, TO_TEXT, OF_TEXT);

  private ZoneFunctions() {}

  /** Returns all of them, those that cannot be written in SQL as well. */
  public static List<SqlOperator> all() {
    return ALL;
  }

  private static RelDataType otherKind(SqlOperatorBinding binding) {
    return type(
        binding,
        isInstant(binding.getOperandType(1))
            ? SqlTypeName.TIMESTAMP
            : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);
  }

  private static RelDataType type(SqlOperatorBinding binding, SqlTypeName name) {
    RelDataTypeFactory types = binding.getTypeFactory();
    return types.createTypeWithNullability(
        types.createSqlType(name, StrakeTypeSystem.TIME_PRECISION),
        binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable));
  }

  private static boolean isInstant(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  /** A date or text is no timestamp here: PostgreSQL would take it for an instant. */
  private static final class ZoneAndTime implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      RelDataType time = binding.getOperandType(1);
      boolean fits =
          io.strake.planner.sql.OperandTypes.isText(binding.getOperandType(0))
              && (isInstant(time) || time.getSqlTypeName() == SqlTypeName.TIMESTAMP);
      if (!fits && throwOnFailure) {
        throw binding.newValidationSignatureError();
      }
      return fits;
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      return SqlOperandCountRanges.of(2);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return name + "(<CHARACTER>, <TIMESTAMP>)";
    }
  }
}

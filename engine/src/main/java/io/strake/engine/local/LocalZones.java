/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import static io.strake.engine.local.LocalArithmetic.type;

import io.strake.planner.SessionParameter;
import io.strake.planner.sql.OperandTypes;
import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.ZoneFunctions;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

/** Instants and time zones in the local engine, whose own zone is UTC. */
final class LocalZones {
  private static final String OFFSET = "Z|[+-](?:0[0-9]|1[0-5])(?::[0-5][0-9](?::[0-5][0-9])?)?";

  private static final String WITH_OFFSET =
      "^([^ T]+[ T][0-9:.]+) ?(" + OFFSET + ")((?: BC)?[ \\t\\n\\r\\f\\v]*)$";

  /** Macros, as statements that make them. */
  static final List<String> MACROS =
      List.of(
          "CREATE MACRO strake_start_of(u, z, t) AS"
              + " t + (date_trunc(u, timezone(z, t)) - timezone(z, t))",
          "CREATE MACRO strake_offset_text(o) AS CASE WHEN o < 0 THEN '-' ELSE '+' END"
              + " || lpad(CAST(abs(o) // 3600 AS VARCHAR), 2, '0')"
              + " || CASE WHEN o % 3600 = 0 THEN ''"
              + " ELSE ':' || lpad(CAST(abs(o) // 60 % 60 AS VARCHAR), 2, '0') END"
              + " || CASE WHEN o % 60 = 0 THEN ''"
              + " ELSE ':' || lpad(CAST(abs(o) % 60 AS VARCHAR), 2, '0') END",
          "CREATE MACRO strake_instant_to_text(z, t) AS strake_era(CAST(timezone(z, t) AS VARCHAR)"
              + " || strake_offset_text((epoch_us(timezone(z, t)) - epoch_us(t)) // 1000000))",
          "CREATE MACRO strake_seconds(o) AS CASE WHEN o = 'Z' THEN 0 ELSE"
              + " (CASE WHEN starts_with(o, '-') THEN -1 ELSE 1 END)"
              + " * (CAST(substring(o, 2, 2) AS INTEGER) * 3600"
              + " + coalesce(TRY_CAST(substring(o, 5, 2) AS INTEGER), 0) * 60"
              + " + coalesce(TRY_CAST(substring(o, 8, 2) AS INTEGER), 0)) END",
          "CREATE MACRO strake_text_to_instant(z, s) AS CASE WHEN regexp_matches(ltrim(s), '"
              + WITH_OFFSET
              + "') THEN timezone('UTC', CAST(strake_timestamp_text("
              + "regexp_replace(ltrim(s), '"
              + WITH_OFFSET
              + "', '\\1\\3')) AS TIMESTAMP)) - to_seconds(strake_seconds(regexp_extract(ltrim(s), '"
              + WITH_OFFSET
              + "', 2))) ELSE timezone(z, CAST(strake_timestamp_text(s) AS TIMESTAMP)) END");

  /** Zones that PostgreSQL and DuckDB know by this name; abbreviations mean others at times. */
  private static final Pattern NAME = Pattern.compile("UTC|GMT|[A-Za-z]+(/[A-Za-z_+-]+[0-9]*)+");

  private LocalZones() {}

  static void addTo(OperatorAllowList.Builder list) {
    list.function(
        ZoneFunctions.TIMEZONE,
        "timezone",
        call -> isZone(call.getOperands().get(0)) && isTimeOrInstant(call),
        "full name of a zone as a literal, a timestamp or an instant");
    list.allow(
        ZoneFunctions.START_OF,
        call -> isZone(call.getOperands().get(1)),
        "FLOOR and DATE_TRUNC of an instant to HOUR, MINUTE, SECOND",
        MacroExpansion.bounded(LocalZones::startOf));
    list.allow(
        ZoneFunctions.TO_TEXT,
        call -> isZone(call.getOperands().get(0)),
        "CAST of an instant AS VARCHAR",
        MacroExpansion.bounded((call, sql) -> macro("strake_instant_to_text", sql)));
    list.allow(
        ZoneFunctions.OF_TEXT,
        call -> isZone(call.getOperands().get(0)) && OperandTypes.isText(type(call, 1)),
        "CAST of a text AS TIMESTAMP WITH TIME ZONE",
        MacroExpansion.bounded((call, sql) -> macro("strake_text_to_instant", sql)));
  }

  private static String macro(String name, List<String> operands) {
    return name + "(" + String.join(", ", operands) + ")";
  }

  private static String startOf(RexCall call, List<String> sql) {
    RexLiteral unit = (RexLiteral) call.getOperands().get(0);
    String name =
        unit.getTypeName() == SqlTypeName.SYMBOL
            ? "'" + unit.getValueAs(TimeUnitRange.class) + "'"
            : sql.get(0);
    return "strake_start_of(" + name + ", " + sql.get(1) + ", " + sql.get(2) + ")";
  }

  private static boolean isTimeOrInstant(RexCall call) {
    SqlTypeName name = type(call, 1).getSqlTypeName();
    return name == SqlTypeName.TIMESTAMP || name == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
  }

  private static boolean isZone(RexNode node) {
    if (node instanceof RexDynamicParam parameter) {
      return SessionParameter.of(parameter).isPresent();
    }
    String name =
        node instanceof RexLiteral literal && OperandTypes.isText(literal.getType())
            ? literal.getValueAs(String.class)
            : null;
    return name != null && NAME.matcher(name).matches();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.sql;

import static org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER;
import static org.apache.calcite.sql.type.SqlTypeFamily.INTEGER;
import static org.apache.calcite.sql.type.SqlTypeFamily.NUMERIC;

import java.util.List;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlSingleOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * PostgreSQL's functions beyond Calcite's standard table, with the result types that PostgreSQL
 * gives them.
 *
 * <p>Calcite has functions of the same names; those count UTF-16 units, or say NOT NULL where NULL
 * comes out. These have no implementation in generated code: an engine that has them on its list
 * evaluates them, or the query is refused.
 */
public final class ScalarFunctions {
  /** {@code LENGTH(text)}: code points. */
  public static final SqlFunction LENGTH = integer("LENGTH", CHARACTER);

  /** {@code OCTET_LENGTH(text)}: bytes in UTF-8. */
  public static final SqlFunction OCTET_LENGTH = integer("OCTET_LENGTH", CHARACTER);

  /** {@code BIT_LENGTH(text)}: bits in UTF-8. */
  public static final SqlFunction BIT_LENGTH = integer("BIT_LENGTH", CHARACTER);

  /** {@code STRPOS(text, part)}: first place from 1 on, 0 for none. */
  public static final SqlFunction STRPOS = integer("STRPOS", CHARACTER, CHARACTER);

  /** {@code ASCII(text)}: code point of the first character, 0 for none. */
  public static final SqlFunction ASCII = integer("ASCII", CHARACTER);

  /** {@code CHR(code point)}. */
  public static final SqlFunction CHR = text("CHR", INTEGER);

  /** {@code SUBSTR(text, start [, length])}. */
  public static final SqlFunction SUBSTR =
      text(
          "SUBSTR",
          OperandTypes.family(CHARACTER, INTEGER)
              .or(OperandTypes.family(CHARACTER, INTEGER, INTEGER)));

  /** {@code LEFT(text, n)}: without the last -n characters if negative. */
  public static final SqlFunction LEFT = text("LEFT", CHARACTER, INTEGER);

  /** {@code RIGHT(text, n)}: without the first -n characters if negative. */
  public static final SqlFunction RIGHT = text("RIGHT", CHARACTER, INTEGER);

  /** {@code LPAD(text, length [, fill])}. */
  public static final SqlFunction LPAD = text("LPAD", padding());

  /** {@code RPAD(text, length [, fill])}. */
  public static final SqlFunction RPAD = text("RPAD", padding());

  /** {@code LTRIM(text [, characters])}. */
  public static final SqlFunction LTRIM = text("LTRIM", trimming());

  /** {@code RTRIM(text [, characters])}. */
  public static final SqlFunction RTRIM = text("RTRIM", trimming());

  /** {@code BTRIM(text [, characters])}. */
  public static final SqlFunction BTRIM = text("BTRIM", trimming());

  /** {@code REPEAT(text, n)}. */
  public static final SqlFunction REPEAT = text("REPEAT", CHARACTER, INTEGER);

  /** {@code REVERSE(text)}: by code point. */
  public static final SqlFunction REVERSE = text("REVERSE", CHARACTER);

  /** {@code SPLIT_PART(text, delimiter, n)}: from the end if negative. */
  public static final SqlFunction SPLIT_PART = text("SPLIT_PART", CHARACTER, CHARACTER, INTEGER);

  /** {@code TRANSLATE(text, from, to)}: character by character; so named by the parser. */
  public static final SqlFunction TRANSLATE = text("TRANSLATE3", CHARACTER, CHARACTER, CHARACTER);

  /** {@code MD5(text)}: in lower-case hexadecimal digits. */
  public static final SqlFunction MD5 = text("MD5", CHARACTER);

  /** {@code TO_HEX(integer)}: two's complement in lower-case digits. */
  public static final SqlFunction TO_HEX = text("TO_HEX", INTEGER);

  /** {@code CONCAT(text, ...)}: ignores NULL, and never is NULL. */
  public static final SqlFunction CONCAT =
      function(
          "CONCAT", ReturnTypes.VARCHAR, OperandTypes.repeat(SqlOperandCountRanges.from(1), one()));

  /** {@code CONCAT_WS(separator, text, ...)}: ignores NULL, except as separator. */
  public static final SqlFunction CONCAT_WS =
      function(
          "CONCAT_WS",
          ReturnTypes.VARCHAR_FORCE_NULLABLE,
          OperandTypes.repeat(SqlOperandCountRanges.from(2), one()));

  /** {@code STARTS_WITH(text, prefix)}. */
  public static final SqlFunction STARTS_WITH =
      function(
          "STARTS_WITH", ReturnTypes.BOOLEAN_NULLABLE, OperandTypes.family(CHARACTER, CHARACTER));

  /** {@code TRUNC(number [, digits])}. */
  public static final SqlFunction TRUNC =
      function(
          "TRUNC",
          ReturnTypes.ARG0_NULLABLE,
          OperandTypes.family(NUMERIC).or(OperandTypes.family(NUMERIC, INTEGER)));

  /** {@code POW(base, exponent)} in doubles. */
  public static final SqlFunction POW = approximate("POW", NUMERIC, NUMERIC);

  /** {@code LOG(number)}: decimal logarithm in doubles. */
  public static final SqlFunction LOG = approximate("LOG", NUMERIC);

  /** {@code DATE_TRUNC('unit', timestamp)}. */
  public static final SqlFunction DATE_TRUNC =
      function(
          "DATE_TRUNC",
          ReturnTypes.ARG1_NULLABLE,
          OperandTypes.family(CHARACTER, SqlTypeFamily.TIMESTAMP));

  /** {@code EXTRACT(unit FROM date or time)}, with the digits of seconds. */
  public static final SqlFunction EXTRACT = new ExtractFunction();

  /**
   * Identity below a cast, which keeps Calcite from taking it for needless; not to be written in
   * SQL.
   */
  public static final SqlFunction KEEP = function("KEEP", ReturnTypes.ARG0, OperandTypes.ANY);

  private static final List<SqlOperator> ALL =
      List.of(
          LENGTH,
          OCTET_LENGTH,
          BIT_LENGTH,
          STRPOS,
          ASCII,
          CHR,
          SUBSTR,
          LEFT,
          RIGHT,
          LPAD,
          RPAD,
          LTRIM,
          RTRIM,
          BTRIM,
          REPEAT,
          REVERSE,
          SPLIT_PART,
          TRANSLATE,
          MD5,
          TO_HEX,
          CONCAT,
          CONCAT_WS,
          STARTS_WITH,
          TRUNC,
          POW,
          LOG,
          DATE_TRUNC,
          EXTRACT,
          SqlLibraryOperators.ILIKE,
          SqlLibraryOperators.NOT_ILIKE,
          SqlLibraryOperators.GREATEST_PG,
          SqlLibraryOperators.LEAST_PG);

  private ScalarFunctions() {}

  /** Returns all of them, and those of Calcite's PostgreSQL library that are right as they are. */
  public static List<SqlOperator> all() {
    return ALL;
  }

  private static SqlFunction text(String name, SqlTypeFamily... operands) {
    return text(name, OperandTypes.family(operands));
  }

  private static SqlFunction text(String name, SqlOperandTypeChecker operands) {
    return function(name, ReturnTypes.VARCHAR_NULLABLE, operands);
  }

  private static SqlFunction integer(String name, SqlTypeFamily... operands) {
    return function(name, ReturnTypes.INTEGER_NULLABLE, OperandTypes.family(operands));
  }

  private static SqlFunction approximate(String name, SqlTypeFamily... operands) {
    return function(name, ReturnTypes.DOUBLE_NULLABLE, OperandTypes.family(operands));
  }

  private static SqlFunction function(
      String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.SYSTEM);
  }

  private static SqlSingleOperandTypeChecker one() {
    return OperandTypes.family(CHARACTER);
  }

  private static SqlOperandTypeChecker padding() {
    return OperandTypes.family(CHARACTER, INTEGER)
        .or(OperandTypes.family(CHARACTER, INTEGER, CHARACTER));
  }

  private static SqlOperandTypeChecker trimming() {
    return OperandTypes.family(CHARACTER).or(OperandTypes.family(CHARACTER, CHARACTER));
  }
}

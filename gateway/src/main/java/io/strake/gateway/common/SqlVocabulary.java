/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import java.util.List;
import org.apache.calcite.sql.SqlJdbcFunctionCall;
import org.apache.calcite.sql.parser.SqlParser;

/** Words of the SQL dialect, as Calcite lists them, for metadata calls. */
public final class SqlVocabulary {
  private SqlVocabulary() {}

  /** Returns the keywords that SQL:2003 does not have, separated by commas. */
  public static String keywords() {
    return SqlParser.create("").getMetadata().getJdbcKeywords();
  }

  /** Returns the numeric functions of the {@code {fn ...}} syntax, separated by commas. */
  public static String numericFunctions() {
    return SqlJdbcFunctionCall.getNumericFunctions();
  }

  /** Returns the text functions of the {@code {fn ...}} syntax, separated by commas. */
  public static String stringFunctions() {
    return SqlJdbcFunctionCall.getStringFunctions();
  }

  /** Returns the system functions of the {@code {fn ...}} syntax, separated by commas. */
  public static String systemFunctions() {
    return SqlJdbcFunctionCall.getSystemFunctions();
  }

  /** Returns the date and time functions of the {@code {fn ...}} syntax, separated by commas. */
  public static String timeDateFunctions() {
    return SqlJdbcFunctionCall.getTimeDateFunctions();
  }

  /** Returns the words of a list separated by commas. */
  public static String[] words(String list) {
    return List.of(list.split(",")).stream()
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toArray(String[]::new);
  }
}

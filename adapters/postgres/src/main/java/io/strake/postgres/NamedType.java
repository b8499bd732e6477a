/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Types that we carry as texts and that have an equality of their own, which indexes are made for.
 *
 * <p>A column of one is written with the name of its type before the cast to text, {@code
 * t0."id"::pg_catalog.uuid::text}. Values whose texts are the same are equal in their type, so its
 * equality finds no fewer rows than that of the texts does.
 */
final class NamedType {
  private static final String IDENTIFIER = "(?:[a-z_][a-z0-9_]*|\"(?:[^\"]|\"\")*\")";

  private static final Pattern COLUMN =
      Pattern.compile(
          "(t\\d+\\.\"(?:[^\"]|\"\")*\")::(" + IDENTIFIER + "\\." + IDENTIFIER + ")::text");

  /** A uuid as the server writes it. */
  private static final String UUID = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

  /**
   * The name of a type {@code t} that has one of these equalities, else NULL: uuid, char(n), enums,
   * and the type of the extension citext.
   */
  static final String QUERY =
      """
      CASE WHEN (t.typtype = 'e' AND t.typname <> 'citext')
          OR (t.typnamespace = 'pg_catalog'::regnamespace AND t.typname IN ('uuid', 'bpchar'))
          OR (t.typname = 'citext' AND EXISTS (
            SELECT FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_extension e ON e.oid = p.refobjid
            WHERE p.classid = 'pg_catalog.pg_type'::regclass AND p.objid = t.oid
              AND p.refclassid = 'pg_catalog.pg_extension'::regclass AND e.extname = 'citext'))
        THEN t.typnamespace::regnamespace::text || '.' || pg_catalog.quote_ident(t.typname)
      END""";

  private NamedType() {}

  /** Returns what to cast a column of a type to, so that its own equality can be used. */
  static String castToText(String type) {
    return type + "::text";
  }

  /**
   * Returns a condition in the type's own equality that is true of all rows for which a comparison
   * of texts is.
   *
   * @param text what is compared
   * @param comparison the rest of the comparison of texts
   * @param constants the texts that it is compared with
   * @return empty if the text is not a column of such a type
   */
  static Optional<String> condition(String text, String comparison, List<String> constants) {
    Matcher matcher = COLUMN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String column = matcher.group(1);
    String type = matcher.group(2);
    return Optional.of(
        switch (type) {
          case "pg_catalog.uuid" -> in(column, constants, NamedType::uuid);
          default ->
              type.equals("pg_catalog.bpchar") || type.endsWith(".citext")
                  ? in(column, constants, constant -> constant + "::" + type)
                  : labels(column, type, comparison);
        });
  }

  private static String in(String column, List<String> constants, UnaryOperator<String> cast) {
    return column + " IN (" + constants.stream().map(cast).collect(Collectors.joining(", ")) + ")";
  }

  /** Other texts than uuids would be refused, and are equal to none. */
  private static String uuid(String constant) {
    return "CASE WHEN " + constant + " ~ " + UUID + " THEN " + constant + "::pg_catalog.uuid END";
  }

  /** The labels that the type has when the statement runs. */
  private static String labels(String column, String type, String comparison) {
    return column
        + " = ANY (ARRAY(SELECT e FROM pg_catalog.unnest(pg_catalog.enum_range(NULL::"
        + type
        + ")) AS e WHERE e::text"
        + comparison
        + "))";
  }
}

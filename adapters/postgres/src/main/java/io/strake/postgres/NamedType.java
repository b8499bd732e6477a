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

  private static final String UUID = "pg_catalog.uuid";
  private static final String CHAR = "pg_catalog.bpchar";

  /** A uuid as the server writes it. */
  private static final String UUID_PATTERN = "'^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'";

  /**
   * The name of a type {@code t} that has one of these equalities, else NULL: uuid, char(n), enums,
   * and the type of the extension citext. NULL as well if the role may not name it.
   */
  static final String QUERY =
      """
      CASE WHEN NOT pg_catalog.has_schema_privilege(t.typnamespace, 'USAGE') THEN NULL
        WHEN (t.typtype = 'e' AND t.typname <> 'citext')
          OR (t.typnamespace = 'pg_catalog'::regnamespace AND t.typname IN ('uuid', 'bpchar'))
          OR (t.typname = 'citext' AND EXISTS (
            SELECT FROM pg_catalog.pg_depend p JOIN pg_catalog.pg_extension e ON e.oid = p.refobjid
            WHERE p.classid = 'pg_catalog.pg_type'::regclass AND p.objid = t.oid
              AND p.refclassid = 'pg_catalog.pg_extension'::regclass AND e.extname = 'citext'))
        THEN t.typnamespace::regnamespace::text || '.' || pg_catalog.quote_ident(t.typname)
      END""";

  private NamedType() {}

  /**
   * Returns a condition in the type's own equality that is true of all rows for which a comparison
   * of texts is.
   *
   * @param text what is compared
   * @param comparison the rest of the comparison of texts
   * @param constants returns the comparison with the same constants as values of a type
   * @return empty if the text is not a column of such a type
   */
  static Optional<String> condition(
      String text, String comparison, UnaryOperator<String> constants) {
    Matcher matcher = COLUMN.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String type = matcher.group(2);
    boolean isEnum = !type.equals(UUID) && !type.equals(CHAR) && !type.endsWith(".citext");
    return Optional.of(
        matcher.group(1) + (isEnum ? labels(type, comparison) : constants.apply(type)));
  }

  /**
   * Returns whether a column is a char(n), by what it is cast to; its text has no blanks behind.
   */
  static boolean isChar(String cast) {
    return cast.startsWith(CHAR + "::");
  }

  /** Returns that a value is one of constant texts. */
  static String list(List<String> texts, String type) {
    return texts.stream()
        .map(text -> type.equals(UUID) ? uuid(text) : text + "::" + type)
        .collect(Collectors.joining(", ", " IN (", ")"));
  }

  /** Returns that a value is one of those of a constant array of texts. */
  static String array(String texts, String type) {
    return type.equals(UUID)
        ? " = ANY (ARRAY(SELECT " + uuid("v") + " FROM pg_catalog.unnest(" + texts + ") AS v))"
        : " = ANY (" + texts + "::" + type + "[])";
  }

  /** Other texts than uuids would be refused, and are equal to none. */
  private static String uuid(String text) {
    return "CASE WHEN " + text + " ~ " + UUID_PATTERN + " THEN " + text + "::" + UUID + " END";
  }

  /**
   * Returns that a value is one of the labels that the type has when the statement runs. The NULL
   * among them keeps a NULL from being compared with an empty array, which is false.
   */
  private static String labels(String type, String comparison) {
    return " = ANY (ARRAY(SELECT e FROM pg_catalog.unnest(pg_catalog.enum_range(NULL::"
        + type
        + ")) AS e WHERE e::text"
        + comparison
        + " UNION ALL SELECT NULL))";
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Path with variables in braces, such as {@code /users/{id}/orders}.
 *
 * @param text the template as the model has it, not percent-encoded
 */
public record PathTemplate(String text) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]+)}");

  /** Values that a URL takes for a step in the hierarchy rather than for a name. */
  private static final Set<String> STEPS = Set.of("", ".", "..");

  /** Returns the names of the variables. */
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = VARIABLE.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  /** Returns whether a value can stand in a path without changing which resource it names. */
  public static boolean canHold(String value) {
    return !STEPS.contains(value);
  }

  /** Returns the segments, not percent-encoded, with the variables replaced that have values. */
  public List<String> expand(Map<String, String> values) {
    List<String> segments = new ArrayList<>();
    for (String segment : text.substring(text.startsWith("/") ? 1 : 0).split("/", -1)) {
      segments.add(
          VARIABLE
              .matcher(segment)
              .replaceAll(
                  match ->
                      Matcher.quoteReplacement(
                          values.getOrDefault(match.group(1), match.group()))));
    }
    return segments;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.common;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of metadata calls: {@code %} for any text, {@code _} for any character, a backslash
 * before either for itself. Immutable.
 */
public final class NamePattern {
  /** What escapes a wildcard. */
  public static final String ESCAPE = "\\";

  private final @Nullable Pattern pattern;

  private NamePattern(@Nullable Pattern pattern) {
    this.pattern = pattern;
  }

  /** Returns a pattern; null matches everything. */
  public static NamePattern of(@Nullable String text) {
    return new NamePattern(text == null ? null : Pattern.compile(regex(text), Pattern.DOTALL));
  }

  /** Returns whether a whole name matches. */
  public boolean matches(String name) {
    return pattern == null || pattern.matcher(name).matches();
  }

  private static String regex(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escaped = c == '\\' && i + 1 < text.length();
      if (escaped) {
        regex.append(Pattern.quote(String.valueOf(text.charAt(++i))));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}

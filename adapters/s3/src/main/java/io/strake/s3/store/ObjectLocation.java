/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Location of a table's objects: a prefix, one key, or a glob with {@code *}, {@code **}, {@code ?}
 * and <code>{a,b}</code>. Immutable.
 *
 * @param prefix what every key begins with
 * @param pattern what keys match
 */
public record ObjectLocation(String prefix, Pattern pattern) {
  private static final String WILDCARDS = "*?{";

  public static ObjectLocation of(String location) {
    int literal = 0;
    while (literal < location.length() && WILDCARDS.indexOf(location.charAt(literal)) < 0) {
      literal++;
    }
    if (literal == location.length()) {
      String tail = location.isEmpty() || location.endsWith("/") ? ".*" : "(/.*)?";
      return new ObjectLocation(location, compile(Pattern.quote(location) + tail));
    }
    return new ObjectLocation(location.substring(0, literal), compile(regex(location)));
  }

  /** Returns whether an object belongs to the table; files that begin with _ or . never do. */
  boolean contains(String key) {
    return !key.endsWith("/") && !isHidden(key) && pattern.matcher(key).matches();
  }

  /** Returns whether objects of the table may be below a directory. */
  boolean mayContain(String directory) {
    Matcher matcher = pattern.matcher(directory);
    return !isHidden(directory) && (matcher.matches() || matcher.hitEnd());
  }

  private boolean isHidden(String key) {
    int directory = Math.max(0, prefix.lastIndexOf('/') + 1);
    for (String part : key.substring(Math.min(directory, key.length())).split("/", -1)) {
      if (part.startsWith(".") || (part.startsWith("_") && !part.contains("="))) {
        return true;
      }
    }
    return false;
  }

  private static Pattern compile(String regex) {
    return Pattern.compile(regex, Pattern.DOTALL);
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    boolean inBraces = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (c == '*' && glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (c == '*') {
        regex.append("[^/]*");
      } else if (c == '?') {
        regex.append("[^/]");
      } else if (c == '{' && glob.indexOf('}', i) > 0) {
        regex.append("(?:");
        inBraces = true;
      } else if (c == '}' && inBraces) {
        regex.append(')');
        inBraces = false;
      } else if (c == ',' && inBraces) {
        regex.append('|');
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}

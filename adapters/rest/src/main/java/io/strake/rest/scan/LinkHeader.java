/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parser of {@code Link} headers, RFC 8288, as far as the next page needs it. */
final class LinkHeader {
  /** A target in angle brackets and its parameters, whose quoted values may hold commas. */
  private static final Pattern LINK =
      Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^\\s=;,]+(?:\\s*=\\s*(?:\"[^\"]*\"|[^\\s;,]*))?)*)");

  private static final Pattern PARAMETER =
      Pattern.compile(";\\s*([^\\s=;,]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;,]*)))?");

  private LinkHeader() {}

  /** Returns the reference of the first link with the relation {@code next}. */
  static Optional<String> next(List<String> values) {
    for (String value : values) {
      Matcher link = LINK.matcher(value);
      while (link.find()) {
        if (isNext(link.group(2))) {
          return Optional.of(link.group(1).trim());
        }
      }
    }
    return Optional.empty();
  }

  /** The first {@code rel} of a link counts; it may name several relations. */
  private static boolean isNext(String parameters) {
    Matcher parameter = PARAMETER.matcher(parameters);
    while (parameter.find()) {
      if (parameter.group(1).equalsIgnoreCase("rel")) {
        String names = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
        return names != null
            && Arrays.asList(names.toLowerCase(Locale.ROOT).split("\\s+", -1)).contains("next");
      }
    }
    return false;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the {@code operand} map of a model entry: typed, and with an error that names the
 * source for every missing, unknown or malformed key.
 *
 * <p>Texts may contain {@code ${env:NAME}}, replaced by an environment variable, and {@code
 * ${file:PATH}}, replaced by the content of a file without its last line break; so no model needs
 * to hold a secret. Not thread-safe; confined to one factory call.
 */
public final class Operands {
  /** Keys that Calcite adds to every operand map. */
  private static final Set<String> ADDED_BY_CALCITE = Set.of("modelUri", "baseDirectory", "tables");

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,18})\\s*(|b|kb|mb|gb|tb)", Pattern.CASE_INSENSITIVE);

  private final String owner;
  private final Map<String, ?> values;
  private final UnaryOperator<@Nullable String> environment;
  private final Set<String> known = new TreeSet<>();

  /**
   * Creates a reader over the environment of this process.
   *
   * @param owner what the messages name, such as {@code postgres source 'crm'}
   * @param values the operand map as Calcite gives it
   */
  public Operands(String owner, Map<String, ?> values) {
    this(owner, values, System::getenv);
  }

  Operands(String owner, Map<String, ?> values, UnaryOperator<@Nullable String> environment) {
    this.owner = owner;
    this.values = values;
    this.environment = environment;
  }

  /** Returns a reader of the same map, with nothing read yet, whose messages name another owner. */
  public Operands withOwner(String newOwner) {
    return new Operands(newOwner, values, environment);
  }

  /** Returns the text under {@code key}, with references replaced; empty if it is absent. */
  public Optional<String> text(String key) {
    known.add(key);
    Object value = values.get(key);
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Map || value instanceof List) {
      throw malformed(key, "a text");
    }
    return Optional.of(resolve(key, value.toString()));
  }

  /** Returns the text under {@code key}, which must be present and not blank. */
  public String requiredText(String key) {
    return text(key)
        .filter(value -> !value.isBlank())
        .orElseThrow(
            () ->
                StrakeException.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "%s: operand '%s' is missing; add it to the model",
                    owner,
                    key));
  }

  /** Returns the whole number under {@code key}, which must lie within the bounds. */
  public int integer(String key, int defaultValue, int min, int max) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      int value = Integer.parseInt(text.get().trim());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // reported below together with the bounds
    }
    throw malformed(key, "a whole number from " + min + " to " + max);
  }

  /** Returns the flag under {@code key}. */
  public boolean flag(String key, boolean defaultValue) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return defaultValue;
    }
    return switch (text.get().trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw malformed(key, "true or false");
    };
  }

  /** Returns the duration under {@code key}, written as ISO 8601 has it: {@code PT30S}. */
  public Duration duration(String key, Duration defaultValue) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return defaultValue;
    }
    try {
      Duration value = Duration.parse(text.get().trim());
      if (!value.isNegative() && !value.isZero()) {
        return value;
      }
    } catch (DateTimeParseException e) {
      // reported below
    }
    throw malformed(key, "a positive ISO 8601 duration such as PT30S");
  }

  /** Returns the number of bytes under {@code key}: a number with an optional KB, MB, GB or TB. */
  public long bytes(String key, long defaultValue) {
    Optional<String> text = text(key);
    return text.isEmpty() ? defaultValue : parseBytes(key, text.get());
  }

  /** Returns whether a list is under {@code key}. */
  public boolean isList(String key) {
    return values.get(key) instanceof List;
  }

  /** Returns the texts under {@code key}, which may be one text or a list; empty if absent. */
  public List<String> texts(String key) {
    known.add(key);
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      return List.of(resolve(key, value.toString()));
    }
    List<String> texts = new ArrayList<>();
    for (Object element : list) {
      if (element == null || element instanceof Map || element instanceof List) {
        throw malformed(key, "a list of texts");
      }
      texts.add(resolve(key, element.toString()));
    }
    return List.copyOf(texts);
  }

  /** Returns readers of the objects in the list under {@code key}; empty if absent. */
  public List<Operands> objects(String key) {
    known.add(key);
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw malformed(key, "a list of objects");
    }
    List<Operands> objects = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      objects.add(nested(key + "[" + i + "]", list.get(i)));
    }
    return List.copyOf(objects);
  }

  /** Returns whether the value under {@code key} is an object, for operands of several forms. */
  public boolean isObject(String key) {
    return values.get(key) instanceof Map;
  }

  /** Returns a reader of the object under {@code key}; empty if absent. */
  public Optional<Operands> object(String key) {
    known.add(key);
    Object value = values.get(key);
    return value == null ? Optional.empty() : Optional.of(nested(key, value));
  }

  /** Returns the keys of this object, for maps whose keys are names chosen by the user. */
  public List<String> keys() {
    return values.keySet().stream().filter(key -> !ADDED_BY_CALCITE.contains(key)).toList();
  }

  /**
   * Fails if the map has a key that no method was asked for; call it after reading all operands.
   *
   * @throws StrakeException naming the unknown keys and the known ones
   */
  public void rejectUnknown() {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(known);
    unknown.removeAll(ADDED_BY_CALCITE);
    if (!unknown.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "%s: unknown operands %s; known are %s",
          owner,
          unknown,
          known);
    }
  }

  /** Returns the exception for a value of the wrong form; never shows the value. */
  public StrakeException malformed(String key, String expected) {
    return StrakeException.of(
        ErrorCode.INVALID_CONFIGURATION, "%s: operand '%s' must be %s", owner, key, expected);
  }

  private Operands nested(String key, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw malformed(key, "an object");
    }
    Map<String, Object> copy = new java.util.LinkedHashMap<>();
    map.forEach((name, nested) -> copy.put(String.valueOf(name), nested));
    return new Operands(owner + ", " + key, copy, environment);
  }

  private long parseBytes(String key, String text) {
    Matcher matcher = SIZE.matcher(text.trim());
    if (!matcher.matches()) {
      throw malformed(key, "a size such as 256MB");
    }
    int shift =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "kb" -> 10;
          case "mb" -> 20;
          case "gb" -> 30;
          case "tb" -> 40;
          default -> 0;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    } catch (ArithmeticException e) {
      throw malformed(key, "a size below 8388608TB");
    }
  }

  private String resolve(String key, String text) {
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String value =
          matcher.group(1).equals("env")
              ? environmentVariable(key, matcher.group(2))
              : fileContent(key, matcher.group(2));
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(resolved);
    return resolved.toString();
  }

  private String environmentVariable(String key, String name) {
    String value = environment.apply(name);
    if (value == null) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "%s: operand '%s' needs the environment variable %s; set it before the start",
          owner,
          key,
          name);
    }
    return value;
  }

  private String fileContent(String key, String path) {
    try {
      return Files.readString(Path.of(path), StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "%s: operand '%s' needs the file %s, which cannot be read",
          owner,
          key,
          path);
    }
  }
}

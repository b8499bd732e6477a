/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import io.strake.engine.EngineOptions;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of an engine that several commands have. */
final class EngineSettings {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE",
      description = "model file, JSON or YAML")
  private Path model = Path.of("");

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "memory of the engine, such as 512m or 2g; 1g by default")
  private @Nullable Long memoryBytes;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description = "time of a statement, such as 30s or 5m; 5m by default")
  private @Nullable Duration timeout;

  /** Returns the settings of the engine. */
  EngineOptions toEngineOptions() {
    if (!Files.isRegularFile(model)) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "model '%s': there is no such file; give the path of a JSON or YAML file",
          model);
    }
    EngineOptions options = EngineOptions.of(model.toString());
    if (memoryBytes != null) {
      options = options.withMemoryBytes(memoryBytes);
    }
    return timeout == null ? options : options.withStatementTimeout(timeout);
  }

  /** A number of bytes, with k, m or g for powers of 1024. */
  static final class Size implements ITypeConverter<Long> {
    private static final Map<Character, Long> UNITS =
        Map.of('k', 1L << 10, 'm', 1L << 20, 'g', 1L << 30);

    @Override
    public Long convert(String text) {
      String value = text.strip().toLowerCase(Locale.ROOT);
      Long unit = value.isEmpty() ? null : UNITS.get(value.charAt(value.length() - 1));
      try {
        long count = Long.parseLong(unit == null ? value : value.substring(0, value.length() - 1));
        if (count > 0) {
          return Math.multiplyExact(count, unit == null ? 1L : unit);
        }
      } catch (NumberFormatException | ArithmeticException e) {
        throw wrong(text, e);
      }
      throw wrong(text, null);
    }

    private static TypeConversionException wrong(String text, @Nullable Exception cause) {
      TypeConversionException wrong =
          new TypeConversionException("'" + text + "' is not a size such as 512m or 2g");
      wrong.initCause(cause);
      return wrong;
    }
  }

  /** A time such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, or in ISO-8601. */
  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      String value = text.strip().toUpperCase(Locale.ROOT);
      try {
        Duration time =
            value.endsWith("MS")
                ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
                : Duration.parse(value.startsWith("P") ? value : "PT" + value);
        if (time.compareTo(Duration.ZERO) > 0) {
          return time;
        }
      } catch (DateTimeException | NumberFormatException e) {
        throw wrong(text, e);
      }
      throw wrong(text, null);
    }

    private static TypeConversionException wrong(String text, @Nullable Exception cause) {
      TypeConversionException wrong =
          new TypeConversionException("'" + text + "' is not a time such as 30s or 5m");
      wrong.initCause(cause);
      return wrong;
    }
  }
}

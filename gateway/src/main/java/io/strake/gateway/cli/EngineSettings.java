/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import io.strake.engine.EngineOptions;
import io.strake.engine.MemorySize;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
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
      description =
          "memory of heap, batches and local engine, such as 2GB or 40%% of the machine; half"
              + " of the machine by default")
  private @Nullable Long memoryBytes;

  @Option(
      names = "--query-memory",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "memory of one query; a quarter of all by default")
  private long queryMemoryBytes;

  @Option(
      names = "--queue-timeout",
      paramLabel = "TIME",
      converter = Time.class,
      description = "how long a query waits for memory that others hold; 1m by default")
  private @Nullable Duration queueTimeout;

  @Option(
      names = "--spill-directory",
      paramLabel = "DIRECTORY",
      description =
          "where queries beyond the memory go on; below that of temporary files by default")
  private @Nullable Path spillDirectory;

  @Option(
      names = "--spill-max",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "how much may lie there before a query fails; 16GB by default")
  private @Nullable Long maxSpillBytes;

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
    EngineOptions.Builder options = EngineOptions.builder(model.toString());
    set(memoryBytes, options::memoryBytes);
    set(queueTimeout, options::queueTimeout);
    set(spillDirectory, options::spillDirectory);
    set(maxSpillBytes, options::maxSpillBytes);
    set(timeout, options::statementTimeout);
    return options.queryMemoryBytes(queryMemoryBytes).build();
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  /** An amount of memory as {@link MemorySize} has it. */
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return MemorySize.parse(text);
      } catch (StrakeException e) {
        throw new TypeConversionException(e.getMessage());
      }
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

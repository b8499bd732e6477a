/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.text.Compression;
import io.strake.s3.text.TextOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Format of an object. */
public enum Format {
  /** Apache Parquet. */
  PARQUET("Parquet", Set.of()),
  /** Fields between delimiters, one record per line; may be compressed with gzip or zstd. */
  CSV("CSV", TextOptions.OPERANDS),
  /** One JSON object per line; may be compressed with gzip or zstd. */
  JSONL("JSON lines", Set.of("sampleRows", "compression")),
  /** Arrow IPC, the file format or the stream format, as the bytes tell. */
  ARROW("Arrow", Set.of());

  private final String shown;
  private final Set<String> operands;

  Format(String shown, Set<String> operands) {
    this.shown = shown;
    this.operands = operands;
  }

  /** Returns the name of the format, for people. */
  public String shown() {
    return shown;
  }

  /** Returns which operands of text tell how objects of this format are read. */
  Set<String> operands() {
    return operands;
  }

  /** Returns whether objects are texts. */
  public boolean isText() {
    return this == CSV || this == JSONL;
  }

  static Optional<Format> named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "parquet" -> Optional.of(PARQUET);
      case "csv" -> Optional.of(CSV);
      case "jsonl" -> Optional.of(JSONL);
      case "arrow" -> Optional.of(ARROW);
      default -> Optional.empty();
    };
  }

  /** Returns the format that the ending of a key tells. */
  public static Optional<Format> ofKey(String key) {
    String name = Compression.withoutEnding(key).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return switch (ending) {
      case "parquet", "parq" -> Optional.of(PARQUET);
      case "csv", "tsv" -> Optional.of(CSV);
      case "jsonl", "ndjson", "json" -> Optional.of(JSONL);
      case "arrow", "arrows", "feather" -> Optional.of(ARROW);
      default -> Optional.empty();
    };
  }
}

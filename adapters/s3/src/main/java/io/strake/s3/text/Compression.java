/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/** Compression of an object of text. */
public enum Compression {
  /** The bytes are the text. */
  NONE(""),
  /** One or more members of gzip. */
  GZIP(".gz"),
  /** One or more frames of zstd. */
  ZSTD(".zst");

  private final String ending;

  Compression(String ending) {
    this.ending = ending;
  }

  static Optional<Compression> named(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none" -> Optional.of(NONE);
      case "gzip" -> Optional.of(GZIP);
      case "zstd" -> Optional.of(ZSTD);
      default -> Optional.empty();
    };
  }

  /** Returns the compression that the ending of a key tells. */
  static Compression ofKey(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    if (name.endsWith(GZIP.ending)) {
      return GZIP;
    }
    return name.endsWith(ZSTD.ending) ? ZSTD : NONE;
  }

  /** Returns a key without the ending that tells its compression. */
  public static String withoutEnding(String key) {
    return key.substring(0, key.length() - ofKey(key).ending.length());
  }

  /** Returns the text of compressed bytes; closing it closes them. */
  InputStream open(InputStream bytes) throws IOException {
    return switch (this) {
      case NONE -> bytes;
      case GZIP -> new GzipStream(bytes);
      case ZSTD -> new ZstdStream(bytes);
    };
  }
}

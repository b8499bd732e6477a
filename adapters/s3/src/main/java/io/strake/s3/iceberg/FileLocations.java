/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoreOptions;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The locations that Iceberg's metadata name, as keys of the bucket of a source. Immutable.
 *
 * <p>{@code s3}, {@code s3a} and {@code s3n} addresses are those of the bucket, and where the
 * bucket is a directory {@code file} addresses and absolute paths below it as well. Everything else
 * is refused, so that nobody who writes metadata makes this process read other places.
 */
final class FileLocations {
  private static final Pattern S3 = Pattern.compile("s3[an]?://([^/]+)/(.+)", Pattern.DOTALL);

  private final StoreOptions options;
  private final S3Errors errors;

  FileLocations(StoreOptions options, S3Errors errors) {
    this.options = options;
    this.errors = errors;
  }

  /** Returns the address of an object of the bucket. */
  String of(String key) {
    return "s3://" + options.bucket() + "/" + key;
  }

  /**
   * Returns the key of a location.
   *
   * @throws io.strake.planner.StrakeException if it does not lie in the bucket
   */
  String key(String location) {
    Matcher s3 = S3.matcher(location);
    String key = null;
    if (s3.matches()) {
      key = s3.group(1).equals(options.bucket()) ? s3.group(2) : null;
    } else if (options.connection().isLocal()) {
      key = localKey(location);
    }
    boolean isPlain =
        key != null && Arrays.stream(key.split("/", -1)).noneMatch(p -> p.equals(".."));
    if (!isPlain) {
      throw errors.of(
          ErrorCode.SOURCE_DATA_INVALID,
          "the metadata of an Iceberg table name '%s', which does not lie in bucket '%s' of %s;"
              + " declare the table in a source with the bucket that has all of its files",
          location,
          options.bucket(),
          options.connection().endpoint());
    }
    return key;
  }

  private String localKey(String location) {
    String path = location.startsWith("file:") ? location.substring("file:".length()) : location;
    if (!path.startsWith("/")) {
      return null;
    }
    try {
      Path file = Path.of(path.replaceFirst("^/+", "/")).normalize();
      Path root =
          Path.of(URI.create(options.connection().endpoint()))
              .resolve(options.bucket())
              .toAbsolutePath()
              .normalize();
      return file.startsWith(root) && !file.equals(root)
          ? root.relativize(file).toString().replace('\\', '/')
          : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one bucket. Thread-safe; {@link #close} ends connections and threads.
 *
 * <p>Failures of all methods are {@link io.strake.planner.StrakeException}s that name the source.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * Returns the store of a source, without any I/O.
   *
   * @param environment values of environment variables by their names
   */
  static ObjectStore of(
      StoreOptions options, S3Errors errors, UnaryOperator<@Nullable String> environment) {
    return options.connection().isLocal()
        ? new LocalObjectStore(options, errors)
        : new S3ObjectStore(options, errors, environment);
  }

  /** Returns a session whose requests {@code tracker} sees. */
  ObjectSession session(RequestTracker tracker);

  /** Returns the first {@code max} objects below a prefix, in the order of their keys. */
  List<StoredObject> list(String prefix, int max);

  /**
   * Returns the first {@code max} objects below a prefix behind a key, in the order of their keys.
   */
  List<StoredObject> list(String prefix, String after, int max);

  /** Returns whether one request lists the objects of many directories. */
  default boolean isFlat() {
    return true;
  }

  /**
   * Returns what is right in a directory.
   *
   * @param prefix empty for the bucket itself, or with a slash at its end
   */
  ObjectTree.Directory directory(String prefix);

  /**
   * Returns what one answer has of a directory behind a key, in the order of the bytes of the keys.
   *
   * @param prefix empty for the bucket itself, or with a slash at its end
   * @param after any key; empty for the begin of the directory
   */
  ObjectTree.Directory directory(String prefix, String after);

  /** Fails if the bucket cannot be read. */
  void check();

  @Override
  void close();
}

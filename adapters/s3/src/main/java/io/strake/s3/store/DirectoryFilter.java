/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

/** Test of directories, which knows where those can be that pass. Immutable. */
public interface DirectoryFilter {
  /** Every directory passes. */
  DirectoryFilter ALL = directory -> true;

  /** Returns whether something to look for may be below a directory, which ends with a slash. */
  boolean mayMatch(String directory);

  /**
   * Returns a key at or behind {@code key} so that all directories beside {@code key} that may
   * match are before or at {@code key}, or behind the returned one.
   *
   * @param key a directory with a slash at its end, the key of an object, or what was returned here
   */
  default String seek(String key) {
    return key;
  }
}

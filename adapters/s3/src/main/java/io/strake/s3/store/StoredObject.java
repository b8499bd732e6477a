/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

/**
 * An object as a listing shows it: what every read of it is pinned to. Immutable.
 *
 * @param key full key
 * @param etag entity tag without quotes; empty if the store has none; {@link #ANY} for an object
 *     that is written once and never replaced
 * @param size length in bytes
 */
public record StoredObject(String key, String etag, long size) {
  /** What HTTP writes for any entity tag. */
  private static final String ANY = "*";

  /** Returns an object that was not listed, of which others say that nobody ever replaces it. */
  public static StoredObject writtenOnce(String key, long size) {
    return new StoredObject(key, ANY, size);
  }

  /** Returns whether reads must name the entity tag to see the content that was listed. */
  public boolean hasTag() {
    return !etag.isEmpty() && !isWrittenOnce();
  }

  /** Returns whether the object was not listed and its content cannot change. */
  public boolean isWrittenOnce() {
    return etag.equals(ANY);
  }
}

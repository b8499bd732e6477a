/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.InputStream;

/**
 * Reads of objects for one scan, each pinned to the object that was listed: one that was replaced
 * in the meantime is an error and never a mixture of two contents. Thread-safe.
 */
public interface ObjectSession {
  /** Returns the bytes of a range, all of them. */
  byte[] read(StoredObject object, long offset, int length);

  /** Returns the content as a stream, which the caller closes; its failures name the object. */
  InputStream open(StoredObject object);
}

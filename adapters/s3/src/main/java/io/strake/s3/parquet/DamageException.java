/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;

/** Failure to read bytes as the format demands. */
public final class DamageException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param offset position in the file near which the damage is, in bytes
   * @param detail what is wrong, as in "a run ends before its values"
   */
  public DamageException(long offset, String detail) {
    super(detail + ", near byte " + offset);
  }

  /** Creates an exception for what damaged bytes made a decoder do. */
  public DamageException(long offset, Throwable cause) {
    super("its bytes cannot be decoded (" + cause + "), near byte " + offset, cause);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.variant;

import java.io.IOException;

/** A variant that is not what the specification demands. */
public final class InvalidVariantException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception; the detail says what is wrong, as in "a field is twice in an object". */
  public InvalidVariantException(String detail) {
    super(detail);
  }
}

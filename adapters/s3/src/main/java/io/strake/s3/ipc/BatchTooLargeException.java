/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import java.io.IOException;

/** Failure to read a record batch that does not fit into the memory that there is for it. */
public final class BatchTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  BatchTooLargeException(long bytes, long max) {
    super("a record batch of " + bytes + " bytes or more, and " + max + " fit into the memory");
  }
}

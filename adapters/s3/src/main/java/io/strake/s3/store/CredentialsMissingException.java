/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;

/** Failure to get the credentials that a request needs. */
public final class CredentialsMissingException extends IOException {
  CredentialsMissingException(String message, Throwable cause) {
    super(message, cause);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

/** Signal that a value has no place in the type of its column; its column is added to it later. */
final class UnfitValueException extends RuntimeException {
  private final String remedy;

  /**
   * Creates a signal.
   *
   * @param value words for the value
   * @param remedy what the user can do
   */
  UnfitValueException(String value, String remedy) {
    super(value, null, false, false);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}

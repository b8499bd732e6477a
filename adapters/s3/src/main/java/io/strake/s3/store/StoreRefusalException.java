/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.io.IOException;
import okhttp3.Response;

/** Thrown where the store answers a request for an object with an error. */
final class StoreRefusalException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String code;

  private StoreRefusalException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  /** Returns what an answer says and closes it. */
  static StoreRefusalException of(Response answer) throws IOException {
    try (answer) {
      return new StoreRefusalException(
          answer.code(), StoreAnswer.code(answer), StoreAnswer.message(answer));
    }
  }

  int status() {
    return status;
  }

  /** Returns the code of the error; empty if the answer has none. */
  String code() {
    return code;
  }
}

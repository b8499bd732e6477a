/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.IOException;

/** The failure of text that is not written as its format demands; the message shows no data. */
public final class MalformedText extends IOException {
  private static final long serialVersionUID = 1L;

  public MalformedText(int line, int character, String what) {
    super("line " + line + ", character " + character + ": " + what);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import io.strake.planner.Operands;
import java.util.Map;
import java.util.TreeSet;

/** Reader of operands that name one of a few things. */
final class OperandChoice {
  private OperandChoice() {}

  /** Returns what the text under {@code key} names, the default if it is absent. */
  static <T> T of(Operands operands, String key, String defaultName, Map<String, T> choices) {
    T choice = choices.get(operands.text(key).orElse(defaultName));
    if (choice == null) {
      throw operands.malformed(key, "one of " + new TreeSet<>(choices.keySet()));
    }
    return choice;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import com.fasterxml.jackson.core.JsonPointer;
import io.strake.planner.Operands;

/** Reader of operands that are JSON pointers, as RFC 6901 has them. */
final class JsonPointers {
  private JsonPointers() {}

  static JsonPointer required(Operands operands, String key) {
    return parse(operands, key, operands.requiredText(key));
  }

  static JsonPointer optional(Operands operands, String key, JsonPointer defaultPointer) {
    return operands.text(key).map(text -> parse(operands, key, text)).orElse(defaultPointer);
  }

  private static JsonPointer parse(Operands operands, String key, String text) {
    try {
      return JsonPointer.compile(text);
    } catch (IllegalArgumentException e) {
      throw operands.malformed(key, "a JSON pointer such as /data/items, or empty for the root");
    }
  }
}

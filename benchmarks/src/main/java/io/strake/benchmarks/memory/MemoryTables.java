/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Registry of the tables that models can name, because a model is text and cannot hold them.
 * Thread-safe.
 */
public final class MemoryTables {
  private static final Map<String, Map<String, MemoryTable>> REGISTERED = new ConcurrentHashMap<>();

  private MemoryTables() {}

  /**
   * Registers tables under the name by which a {@link MemorySchemaFactory} finds them; replaces
   * those of the same name. The tables stay the caller's to close, after {@link #unregister}.
   */
  public static void register(String name, Map<String, MemoryTable> tables) {
    REGISTERED.put(name, Map.copyOf(tables));
  }

  /** Forgets tables. Idempotent. */
  public static void unregister(String name) {
    REGISTERED.remove(name);
  }

  /**
   * Returns the tables of a name.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Map<String, MemoryTable> get(String name) {
    Map<String, MemoryTable> tables = REGISTERED.get(name);
    if (tables == null) {
      throw new IllegalArgumentException(
          "memory tables: nothing is registered as '" + name + "'; call MemoryTables.register");
    }
    return tables;
  }
}

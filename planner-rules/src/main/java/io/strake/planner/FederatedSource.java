/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner;

/**
 * A data source as the engine sees it; the schema of every adapter implements it.
 *
 * <p>A schema that does not implement this interface, such as one of Calcite's own adapters, can
 * still be queried; the engine then knows no status of it. Thread-safe.
 */
public interface FederatedSource extends AutoCloseable {
  /** Returns the kind of source in one lower-case word, such as {@code postgres}. */
  String kind();

  /** Returns where the source is, without credentials, such as {@code db.example.com:5432/crm}. */
  String location();

  /**
   * Asks the source whether it can serve queries now.
   *
   * @throws StrakeException naming the source and the remedy, if it cannot
   */
  void check();

  /**
   * Returns whether a plan over this source may be made for one value of a constant and run for
   * another: the source looks at constants when a statement runs, not when it is planned. Unless a
   * source says so, each constant gets a plan of its own.
   */
  default boolean plansForAnyConstant() {
    return false;
  }

  /** Releases connections and threads. Idempotent; queries that run afterwards fail. */
  @Override
  void close();
}

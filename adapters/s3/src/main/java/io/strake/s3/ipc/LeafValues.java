/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import io.strake.s3.parquet.PhysicalKind;
import io.strake.s3.parquet.ValueBlock;

/** Values of a column that is not nested, by their rows. Not thread-safe. */
interface LeafValues {
  /** Returns which arrays of a block the values go to. */
  PhysicalKind kind();

  /** Returns whether a row is not NULL. */
  boolean isValid(int row) throws DamageException;

  /**
   * Writes values into a block, from its beginning on.
   *
   * @param rows rows that are not NULL
   * @param count how many they are, at most the block's capacity
   */
  void load(int[] rows, int count, ValueBlock out) throws DamageException;
}

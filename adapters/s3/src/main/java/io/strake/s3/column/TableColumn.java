/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import java.util.Optional;

/**
 * A column of a table. Immutable.
 *
 * @param name name
 * @param type type; VARCHAR stands in for one that cannot be read
 * @param nullable whether NULL is possible
 * @param isPartition whether the value comes from the key and not from the content
 * @param unreadable why the column cannot be read; empty if it can
 * @param ifAbsent value in objects without the column, in the classes that {@link Bounds} names, or
 *     a {@link java.nio.ByteBuffer} for bytes; empty for NULL
 */
public record TableColumn(
    String name,
    ColumnType type,
    boolean nullable,
    boolean isPartition,
    Optional<String> unreadable,
    Optional<Comparable<?>> ifAbsent) {
  /** Creates a column that is NULL in objects without it. */
  public TableColumn(
      String name,
      ColumnType type,
      boolean nullable,
      boolean isPartition,
      Optional<String> unreadable) {
    this(name, type, nullable, isPartition, unreadable, Optional.empty());
  }
}

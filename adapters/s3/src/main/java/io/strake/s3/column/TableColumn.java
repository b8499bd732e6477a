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
 * @param origin where the values come from
 * @param unreadable why the column cannot be read; empty if it can
 * @param ifAbsent value in objects without the column, in the classes that {@link Bounds} names, or
 *     a {@link java.nio.ByteBuffer} for bytes; empty for NULL
 */
public record TableColumn(
    String name,
    ColumnType type,
    boolean nullable,
    Origin origin,
    Optional<String> unreadable,
    Optional<Comparable<?>> ifAbsent) {

  /** Where the values of a column come from. */
  public enum Origin {
    /** The content of objects. */
    CONTENT,
    /** The listing: all rows of an object have one value, which is known without reading. */
    OBJECT,
    /** The position of the row in its object, from 0. */
    ROW_NUMBER
  }

  /** Returns a column of the content that is NULL in objects without it. */
  public static TableColumn content(String name, ColumnType type, boolean nullable) {
    return new TableColumn(
        name, type, nullable, Origin.CONTENT, Optional.empty(), Optional.empty());
  }

  /** Returns a column that is not in the content. */
  public static TableColumn beside(String name, ColumnType type, boolean nullable, Origin origin) {
    return new TableColumn(name, type, nullable, origin, Optional.empty(), Optional.empty());
  }

  public boolean isContent() {
    return origin == Origin.CONTENT;
  }

  /** Returns whether all rows of an object have one value, which its listing tells. */
  public boolean isOfObject() {
    return origin == Origin.OBJECT;
  }
}

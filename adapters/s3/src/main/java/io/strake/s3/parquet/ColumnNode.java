/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * A column, or a part of a nested one, with the levels that tell its NULLs and its elements.
 *
 * <p>An entry of a leaf is a value of the node if its repetition level is at most {@link #depth()}
 * and its definition level at least {@link #slotLevel()}. Immutable.
 */
public sealed interface ColumnNode {
  /** Returns how many lists the node is within. */
  int depth();

  /** Returns the definition level from which on the innermost of these lists has an element. */
  int slotLevel();

  /**
   * A column of values.
   *
   * @param column descriptor in the object's schema
   * @param conversion how values of its own type are written
   * @param widening what happens to them as the table has a wider type
   */
  record Leaf(
      ColumnDescriptor column, Conversion conversion, Widening widening, int depth, int slotLevel)
      implements ColumnNode {}

  /**
   * Values with named parts.
   *
   * @param definedLevel definition level from which on the struct is not NULL
   */
  record Struct(List<ColumnNode> fields, int depth, int slotLevel, int definedLevel)
      implements ColumnNode {
    /** Copies the list. */
    public Struct {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A list.
   *
   * @param definedLevel definition level from which on the list is not NULL
   */
  record ListOf(ColumnNode element, int depth, int slotLevel, int definedLevel)
      implements ColumnNode {}

  /** A part that the object does not have: it is NULL, without anything to read. */
  record Absent(int depth, int slotLevel) implements ColumnNode {}

  /**
   * A leaf that is read for its levels alone, behind the parts of a struct that has no others.
   *
   * @param leaf leaf below the struct
   */
  record Levels(Leaf leaf) implements ColumnNode {
    @Override
    public int depth() {
      return leaf.depth();
    }

    @Override
    public int slotLevel() {
      return leaf.slotLevel();
    }
  }

  /**
   * A variant, which becomes the text of its value in JSON.
   *
   * @param parts the columns of its group, metadata first
   * @param layout how the value is put together from the others
   */
  record Variant(Struct parts, VariantLayout layout) implements ColumnNode {
    @Override
    public int depth() {
      return parts.depth();
    }

    @Override
    public int slotLevel() {
      return parts.slotLevel();
    }
  }
}

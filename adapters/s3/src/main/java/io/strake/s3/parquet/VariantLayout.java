/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.util.List;
import org.apache.parquet.variant.Variant;
import org.jspecify.annotations.Nullable;

/**
 * How a variant, or a part of one that is shredded, lies in the fields of its group, after "Variant
 * Shredding" of the Parquet format specification. Immutable.
 *
 * @param value position of the field with the encoded value; {@link #ABSENT} if there is none
 * @param typed position of the field with the value of one type; {@link #ABSENT} if there is none
 * @param type that type; null if there is none
 */
public record VariantLayout(int value, int typed, @Nullable Typed type) {
  /** Position of a field that is not there. */
  public static final int ABSENT = -1;

  /** What a shredded value is. */
  public sealed interface Typed {}

  /**
   * A value without parts.
   *
   * @param scale digits behind the point of a decimal; 0 for other types
   */
  public record Scalar(Variant.Type type, int scale) implements Typed {}

  /** An array. */
  public record Elements(VariantLayout element) implements Typed {}

  /**
   * An object.
   *
   * @param fields fields in the order of their names in UTF-8
   */
  public record Fields(List<Field> fields) implements Typed {
    /** Copies the list. */
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A field of an object.
   *
   * @param position position in the group
   */
  public record Field(String name, int position, VariantLayout layout) {}
}

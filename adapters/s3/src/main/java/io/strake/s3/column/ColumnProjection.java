/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.ColumnNode;
import io.strake.s3.parquet.Conversion;
import io.strake.s3.parquet.Widening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Column of an object read as the column of a table whose type has grown since the object was
 * written: wider types by {@link TypeUnion}, and structs with other fields, which are found by
 * their names.
 */
public final class ColumnProjection {
  private ColumnProjection() {}

  /**
   * Returns how a column is read as {@code wanted}; empty if not every value of its own type is one
   * of the wanted type.
   */
  public static Optional<ColumnNode> of(ParquetColumn column, ColumnType wanted) {
    return column.type().equals(wanted)
        ? Optional.of(column.node())
        : Optional.ofNullable(project(column.type(), column.node(), wanted));
  }

  private static @Nullable ColumnNode project(ColumnType from, ColumnNode node, ColumnType wanted) {
    if (node instanceof ColumnNode.Leaf leaf) {
      return from.equals(wanted) ? leaf : leaf(from, leaf, wanted);
    } else if (node instanceof ColumnNode.ListOf list && wanted.name() == SqlTypeName.ARRAY) {
      ColumnNode element = project(element(from), list.element(), element(wanted));
      return element == null
          ? null
          : new ColumnNode.ListOf(element, list.depth(), list.slotLevel(), list.definedLevel());
    } else if (node instanceof ColumnNode.Struct struct && wanted.name() == SqlTypeName.ROW) {
      return struct(from, struct, wanted);
    }
    return node instanceof ColumnNode.Variant && from.equals(wanted) ? node : null;
  }

  private static ColumnType element(ColumnType list) {
    return list.members().get(0).type();
  }

  private static ColumnNode.@Nullable Leaf leaf(
      ColumnType from, ColumnNode.Leaf leaf, ColumnType wanted) {
    if (TypeUnion.holds(wanted, from)) {
      return new ColumnNode.Leaf(
          leaf.column(), leaf.conversion(), widening(from, wanted), leaf.depth(), leaf.slotLevel());
    }
    Conversion conversion = sameBytes(leaf, wanted);
    return conversion == null
        ? null
        : new ColumnNode.Leaf(
            leaf.column(), conversion, Widening.NONE, leaf.depth(), leaf.slotLevel());
  }

  /** Returns what happens to the values of a type in one that holds it, which is not nested. */
  public static Widening widening(ColumnType from, ColumnType wanted) {
    if (from.equals(wanted)) {
      return Widening.NONE;
    }
    return switch (wanted.name()) {
      case DOUBLE -> Widening.to(Widening.Kind.DOUBLE);
      case TIMESTAMP -> Widening.to(Widening.Kind.TIMESTAMP);
      case DECIMAL -> {
        int digits = wanted.scale() - from.scale();
        // the width of a decimal is that of its vector
        yield from.name() == SqlTypeName.DECIMAL && digits == 0
            ? Widening.NONE
            : Widening.toDecimal(digits);
      }
      default -> Widening.to(Widening.Kind.WHOLE);
    };
  }

  /** Old writers leave the annotations of texts out, and have none for 96-bit timestamps. */
  private static @Nullable Conversion sameBytes(ColumnNode.Leaf leaf, ColumnType wanted) {
    Conversion stored = leaf.conversion();
    boolean isText =
        stored == Conversion.BYTES
            && wanted.name() == SqlTypeName.VARCHAR
            && leaf.column().getPrimitiveType().getPrimitiveTypeName()
                == PrimitiveType.PrimitiveTypeName.BINARY
            && leaf.column().getPrimitiveType().getLogicalTypeAnnotation() == null;
    boolean isInstant =
        stored == Conversion.INT96 && wanted.name() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    return isText ? Conversion.TEXT : isInstant ? stored : null;
  }

  private static @Nullable ColumnNode struct(
      ColumnType from, ColumnNode.Struct struct, ColumnType wanted) {
    List<ColumnNode> fields = new ArrayList<>();
    boolean isRead = false;
    for (ColumnType.Member member : wanted.members()) {
      int index = indexOf(from, member.name());
      ColumnNode field =
          index < 0
              ? new ColumnNode.Absent(struct.depth(), struct.slotLevel())
              : project(
                  from.members().get(index).type(), struct.fields().get(index), member.type());
      if (field == null) {
        return null;
      }
      isRead |= index >= 0;
      fields.add(field);
    }
    if (!isRead) {
      fields.add(new ColumnNode.Levels(firstLeaf(struct)));
    }
    return new ColumnNode.Struct(fields, struct.depth(), struct.slotLevel(), struct.definedLevel());
  }

  private static int indexOf(ColumnType row, String name) {
    List<ColumnType.Member> members = row.members();
    for (int i = 0; i < members.size(); i++) {
      if (members.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static ColumnNode.Leaf firstLeaf(ColumnNode node) {
    if (node instanceof ColumnNode.Variant variant) {
      return firstLeaf(variant.parts());
    }
    if (node instanceof ColumnNode.Struct struct) {
      return firstLeaf(struct.fields().get(0));
    }
    return node instanceof ColumnNode.ListOf list
        ? firstLeaf(list.element())
        : (ColumnNode.Leaf) node;
  }
}

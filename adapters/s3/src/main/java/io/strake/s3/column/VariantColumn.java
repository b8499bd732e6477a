/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.ColumnNode;
import io.strake.s3.parquet.Conversion;
import io.strake.s3.parquet.VariantLayout;
import io.strake.s3.variant.VariantJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * How a variant lies in the columns of an object, after "Variant Shredding" of the Parquet format
 * specification. A group that is not as demanded there is not read.
 *
 * @param schema schema of the object
 */
record VariantColumn(MessageType schema) {
  private static final int VERSION = 1;
  private static final String METADATA = "metadata";
  private static final String VALUE = "value";
  private static final String TYPED_VALUE = "typed_value";

  static boolean isVariant(Type type) {
    return type.getLogicalTypeAnnotation() instanceof VariantLogicalTypeAnnotation variant
        && variant.getSpecVersion() <= VERSION;
  }

  /** Returns the column of a variant; empty if its group is not one. */
  Optional<ColumnNode> node(GroupType group, Place place) {
    if (!group.containsField(METADATA) || !isBytes(group.getType(METADATA))) {
      return Optional.empty();
    }
    List<ColumnNode> nodes = new ArrayList<>();
    nodes.add(at(group.getType(METADATA), place).leaf(schema, Conversion.BYTES));
    return layout(group, place, nodes)
        .map(layout -> new ColumnNode.Variant(place.struct(nodes), layout));
  }

  private static boolean isBytes(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && type.getLogicalTypeAnnotation() == null
        && !type.isRepetition(Repetition.REPEATED);
  }

  private static Place at(Type field, Place group) {
    int optional = field.isRepetition(Repetition.OPTIONAL) ? 1 : 0;
    return group.below(field.getName(), group.level() + optional);
  }

  /** Adds the columns of a value's group and returns how they belong together. */
  private Optional<VariantLayout> layout(GroupType group, Place place, List<ColumnNode> nodes) {
    int first = nodes.size();
    int value = VariantLayout.ABSENT;
    int typed = VariantLayout.ABSENT;
    VariantLayout.Typed type = null;
    for (Type field : group.getFields()) {
      if (field.getName().equals(VALUE) && isBytes(field)) {
        value = nodes.size();
        nodes.add(at(field, place).leaf(schema, Conversion.BYTES));
      } else if (field.getName().equals(TYPED_VALUE) && !field.isRepetition(Repetition.REPEATED)) {
        Optional<Shredded> shredded = shredded(field, at(field, place));
        if (shredded.isEmpty()) {
          return Optional.empty();
        }
        typed = nodes.size();
        type = shredded.get().type();
        nodes.add(shredded.get().node());
      } else if (first == 0 || !field.getName().equals(METADATA)) {
        return Optional.empty();
      }
    }
    return nodes.size() == first
        ? Optional.empty()
        : Optional.of(new VariantLayout(value, typed, type));
  }

  /** A typed value. */
  private record Shredded(ColumnNode node, VariantLayout.Typed type) {}

  private Optional<Shredded> shredded(Type type, Place place) {
    if (type.isPrimitive()) {
      return VariantScalars.of(type.asPrimitiveType())
          .map(scalar -> new Shredded(place.leaf(schema, stored(type.asPrimitiveType())), scalar));
    } else if (type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      return array(type.asGroupType(), place);
    }
    return type.getLogicalTypeAnnotation() == null
        ? object(type.asGroupType(), place)
        : Optional.empty();
  }

  private Optional<Shredded> array(GroupType list, Place place) {
    Type repeated = list.getType(0);
    boolean isThreeLevels =
        list.getFieldCount() == 1
            && repeated.isRepetition(Repetition.REPEATED)
            && !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1;
    if (!isThreeLevels) {
      return Optional.empty();
    }
    Place slot = place.element(repeated.getName());
    return group(repeated.asGroupType().getType(0), slot)
        .map(
            part ->
                new Shredded(
                    new ColumnNode.ListOf(
                        part.node(), place.depth(), place.slotLevel(), place.level()),
                    new VariantLayout.Elements(part.layout())));
  }

  private Optional<Shredded> object(GroupType group, Place place) {
    List<ColumnNode> nodes = new ArrayList<>();
    List<VariantLayout.Field> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      Optional<Part> part = group(field, place);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      fields.add(new VariantLayout.Field(field.getName(), nodes.size(), part.get().layout()));
      nodes.add(part.get().node());
    }
    fields.sort((left, right) -> VariantJson.compareNames(left.name(), right.name()));
    return Optional.of(new Shredded(place.struct(nodes), new VariantLayout.Fields(fields)));
  }

  /** A field or an element. */
  private record Part(ColumnNode node, VariantLayout layout) {}

  private Optional<Part> group(Type type, Place parent) {
    if (type.isPrimitive()
        || type.isRepetition(Repetition.REPEATED)
        || type.getLogicalTypeAnnotation() != null) {
      return Optional.empty();
    }
    Place place = at(type, parent);
    List<ColumnNode> nodes = new ArrayList<>();
    return layout(type.asGroupType(), place, nodes)
        .map(layout -> new Part(place.struct(nodes), layout));
  }

  private static Conversion stored(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Conversion.BOOLEAN;
      case INT32 -> Conversion.INT32;
      case INT64 -> Conversion.INT64;
      case FLOAT -> Conversion.FLOAT;
      case DOUBLE -> Conversion.DOUBLE;
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> Conversion.BYTES;
    };
  }
}

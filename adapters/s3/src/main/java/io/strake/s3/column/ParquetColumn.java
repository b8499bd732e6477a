/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.ColumnNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * A column of a Parquet object, plain or nested, as a SQL column. Immutable.
 *
 * <p>Lists are read by the rules of the Parquet format specification ("Nested Types"), those for
 * lists of old writers included. A map becomes an ARRAY of ROW(key, value). Everything within a
 * nested column may be NULL for SQL. A variant becomes VARCHAR with its value in JSON.
 *
 * @param type type of the SQL column
 * @param node how its values are found in the object
 */
public record ParquetColumn(ColumnType type, ColumnNode node) {
  /** Returns a column of an object; empty if it cannot be read, see {@link #refusal}. */
  public static Optional<ParquetColumn> of(MessageType schema, Type field) {
    return new Builder(schema).column(field, Place.ROOT);
  }

  /** Returns whether a column has nothing but NULLs, whose type does not matter. */
  public static boolean isNothing(Type type) {
    return type.isPrimitive()
        && type.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.UnknownLogicalTypeAnnotation;
  }

  /** Returns why a column cannot be read. */
  public static String refusal(Type type) {
    return "it has the type "
        + type.toString().trim().replaceAll("\\s+", " ")
        + ", which cannot be read; leave it out of the query";
  }

  /** Returns whether the repeated field is the element itself and not a group around it. */
  public static boolean isElement(GroupType list, Type repeated) {
    return repeated.isPrimitive()
        || !(list.getLogicalTypeAnnotation()
            instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation)
        || repeated.asGroupType().getFieldCount() != 1
        || repeated.asGroupType().getType(0).isRepetition(Repetition.REPEATED)
        || repeated.getName().equals("array")
        || repeated.getName().equals(list.getName() + "_tuple");
  }

  /** Builder of the columns of a schema. */
  private record Builder(MessageType schema) {
    /** Returns a part of what is at {@code place}. */
    private Optional<ParquetColumn> column(Type type, Place place) {
      if (type.isRepetition(Repetition.REPEATED)) { // a list without an annotation
        return list(required(type, place.element(type.getName())), place);
      }
      int optional = type.isRepetition(Repetition.OPTIONAL) ? 1 : 0;
      return required(type, place.below(type.getName(), place.level() + optional));
    }

    private static Optional<ParquetColumn> list(Optional<ParquetColumn> element, Place place) {
      return element.map(
          known ->
              new ParquetColumn(
                  ColumnType.array(known.type()),
                  new ColumnNode.ListOf(
                      known.node(), place.depth(), place.slotLevel(), place.level())));
    }

    private static boolean isList(GroupType group) {
      LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
      boolean isAnnotated =
          logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation
              || logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
              || logical instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
      return isAnnotated
          && group.getFieldCount() == 1
          && group.getType(0).isRepetition(Repetition.REPEATED);
    }

    private Optional<ParquetColumn> element(GroupType list, Type repeated, Place place) {
      Place element = place.element(repeated.getName());
      return isElement(list, repeated)
          ? required(repeated, element)
          : column(repeated.asGroupType().getType(0), element);
    }

    /** Returns the part that is at {@code place}. */
    private Optional<ParquetColumn> required(Type type, Place place) {
      if (type.isPrimitive()) {
        return ParquetType.of(type.asPrimitiveType())
            .map(known -> new ParquetColumn(known.sql(), place.leaf(schema, known.conversion())));
      } else if (VariantColumn.isVariant(type)) {
        return new VariantColumn(schema)
            .node(type.asGroupType(), place)
            .map(node -> new ParquetColumn(ColumnType.of(SqlTypeName.VARCHAR), node));
      } else if (isList(type.asGroupType())) {
        GroupType group = type.asGroupType();
        return list(element(group, group.getType(0), place), place);
      }
      return struct(type.asGroupType(), place);
    }

    private Optional<ParquetColumn> struct(GroupType group, Place place) {
      List<ColumnType.Member> members = new ArrayList<>();
      List<ColumnNode> nodes = new ArrayList<>();
      for (Type field : group.getFields()) {
        Optional<ParquetColumn> member = column(field, place);
        if (member.isEmpty()) {
          return Optional.empty();
        }
        members.add(new ColumnType.Member(field.getName(), member.get().type()));
        nodes.add(member.get().node());
      }
      return members.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ParquetColumn(
                  ColumnType.row(members),
                  new ColumnNode.Struct(nodes, place.depth(), place.slotLevel(), place.level())));
    }
  }
}

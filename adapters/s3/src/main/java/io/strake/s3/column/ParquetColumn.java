/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.ColumnNode;
import io.strake.s3.parquet.Widening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * nested column may be NULL for SQL.
 *
 * @param type type of the SQL column
 * @param node how its values are found in the object
 */
public record ParquetColumn(ColumnType type, ColumnNode node) {
  /** Returns a column of an object; empty if it cannot be read, see {@link #refusal}. */
  public static Optional<ParquetColumn> of(MessageType schema, Type field) {
    return new Builder(schema).column(field, new Place(List.of(), 0, 0, 0));
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

  /**
   * Where a part of a column is.
   *
   * @param path names from the root to the part
   * @param level definition level from which on the part is not NULL
   * @param depth how many lists the part is within
   * @param slotLevel definition level from which on the innermost of these lists has an element
   */
  private record Place(List<String> path, int level, int depth, int slotLevel) {
    Place below(String name, int newLevel) {
      return new Place(appended(name), newLevel, depth, slotLevel);
    }

    Place element(String name) {
      return new Place(appended(name), level + 1, depth + 1, level + 1);
    }

    private List<String> appended(String name) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return longer;
    }
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
            .map(
                known ->
                    new ParquetColumn(
                        known.sql(),
                        new ColumnNode.Leaf(
                            schema.getColumnDescription(place.path().toArray(String[]::new)),
                            known.conversion(),
                            Widening.NONE,
                            place.depth(),
                            place.slotLevel())));
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

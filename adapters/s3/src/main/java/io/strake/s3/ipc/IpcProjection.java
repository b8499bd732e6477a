/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.column.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What is read of an object, and as which types. Immutable.
 *
 * @param fields place of each column in the object; negative where the object lacks it
 * @param types types that hold those of the object
 */
public record IpcProjection(List<Integer> fields, List<ColumnType> types) {
  /** Copies the lists. */
  public IpcProjection {
    fields = List.copyOf(fields);
    types = List.copyOf(types);
  }

  /** Returns the projection to columns by their names; those of nothing but NULLs are left out. */
  public static IpcProjection of(IpcLayout layout, List<String> names, List<ColumnType> types) {
    List<Integer> fields = new ArrayList<>();
    for (String name : names) {
      int found = -1;
      for (int i = 0; i < layout.fields().size(); i++) {
        Field field = layout.fields().get(i);
        boolean isNothing = field.getType() instanceof ArrowType.Null;
        found = field.getName().equals(name) && !isNothing ? i : found;
      }
      fields.add(found);
    }
    return new IpcProjection(fields, types);
  }

  boolean reads(int field) {
    return fields.contains(field);
  }

  /** Returns the numbers of the dictionaries that are needed. */
  Set<Long> dictionaries(IpcLayout layout) {
    Set<Long> needed = new HashSet<>();
    fields.stream()
        .filter(field -> field >= 0)
        .forEach(field -> addDictionaries(layout.fields().get(field), needed));
    return needed;
  }

  private static void addDictionaries(Field field, Set<Long> needed) {
    if (field.getDictionary() != null) {
      needed.add(field.getDictionary().getId());
    }
    field.getChildren().forEach(child -> addDictionaries(child, needed));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.column.ColumnType;
import io.strake.s3.parquet.DamageException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** The dictionaries of an object that are needed, as they are so far. Not thread-safe. */
final class IpcDictionaries {
  private final IpcLayout layout;
  private final Set<Long> needed;
  private final Map<Long, Field> values = new HashMap<>();
  private final Map<Long, IpcDictionary> known = new HashMap<>();

  IpcDictionaries(IpcLayout layout, IpcProjection projection) {
    this.layout = layout;
    this.needed = projection.dictionaries(layout);
    layout.fields().forEach(this::addValues);
  }

  private void addValues(Field field) {
    if (field.getDictionary() != null) {
      FieldType type = new FieldType(true, field.getType(), null);
      values.put(
          field.getDictionary().getId(), new Field(field.getName(), type, field.getChildren()));
    }
    field.getChildren().forEach(this::addValues);
  }

  boolean isNeeded(BatchHeader header) {
    return header.dictionary() != null && needed.contains(header.dictionary().id());
  }

  boolean isEmpty() {
    return needed.isEmpty();
  }

  /** Returns the dictionaries by their numbers. */
  Map<Long, IpcDictionary> known() {
    return known;
  }

  /**
   * Takes the values of a message.
   *
   * @param offset position of the message in the object
   */
  void add(BatchHeader header, BodyBuffers body, long offset) throws IOException {
    BatchHeader.Dictionary of = header.dictionary();
    Field field = of == null ? null : values.get(of.id());
    Optional<ColumnType> type = field == null ? Optional.empty() : IpcType.sql(field);
    if (of == null || field == null || type.isEmpty()) {
      throw new DamageException(offset, "a dictionary that its schema does not have");
    }
    ColumnWalk walk = new ColumnWalk(header, offset, layout.isOld());
    IpcColumn column = walk.read(field, body);
    LeafValues leaf =
        new PlainValues(column, IpcType.of(field.getType()).orElseThrow().conversion(), offset);
    IpcDictionary before = known.get(of.id());
    known.put(
        of.id(),
        of.isDelta() && before != null
            ? before.with(leaf, column.length())
            : IpcDictionary.of(leaf, column.length()));
  }
}

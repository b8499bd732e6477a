/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import io.strake.s3.parquet.DamageException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/** Reader of schemas, which are bounded before they are walked. */
final class IpcSchema {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_FIELDS = 100_000;

  private int fields;

  private IpcSchema() {}

  /**
   * Returns the columns of a schema.
   *
   * @param offset position of the schema in the object
   */
  static List<Field> fields(@Nullable Schema schema, long offset) throws DamageException {
    if (schema == null) {
      throw new DamageException(offset, "it has no schema");
    } else if (schema.endianness() != Endianness.Little) {
      throw new DamageException(offset, "numbers are written big-endian, which is not read");
    }
    IpcSchema bounds = new IpcSchema();
    for (int i = 0; i < schema.fieldsLength(); i++) {
      bounds.check(schema.fields(i), 0, offset);
    }
    List<Field> columns = new ArrayList<>();
    for (int i = 0; i < schema.fieldsLength(); i++) {
      columns.add(stored(Field.convertField(schema.fields(i)), offset));
    }
    return columns;
  }

  /** Returns a field with the types that extension types are stored as, and a name in any case. */
  private static Field stored(Field field, long offset) throws DamageException {
    ArrowType type =
        field.getType() instanceof ArrowType.ExtensionType extension
            ? extension.storageType()
            : field.getType();
    List<Field> children = new ArrayList<>();
    for (Field child : field.getChildren()) {
      children.add(stored(child, offset));
    }
    boolean isList = IpcType.isList(type) || type instanceof ArrowType.Map;
    if (isList && children.size() != 1) {
      throw new DamageException(offset, "a list of " + children.size() + " kinds of elements");
    }
    return new Field(
        field.getName() == null ? "" : field.getName(),
        new FieldType(field.isNullable(), type, field.getDictionary()),
        children);
  }

  /** Damaged offsets may lead in circles. */
  private void check(org.apache.arrow.flatbuf.@Nullable Field field, int depth, long offset)
      throws DamageException {
    if (field == null || depth > MAX_DEPTH || ++fields > MAX_FIELDS) {
      throw new DamageException(
          offset, "a schema of more than " + MAX_FIELDS + " fields, or " + MAX_DEPTH + " levels");
    }
    for (int i = 0; i < field.childrenLength(); i++) {
      check(field.children(i), depth + 1, offset);
    }
  }
}

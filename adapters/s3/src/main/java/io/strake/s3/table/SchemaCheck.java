/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.StrakeException;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.ParquetColumn;
import io.strake.s3.column.TableColumn;
import io.strake.s3.column.TypeUnion;
import io.strake.s3.ipc.IpcLayout;
import io.strake.s3.ipc.IpcType;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Check of an object that is read against the columns of its table, which are declared, or known by
 * other objects. Immutable.
 */
public final class SchemaCheck {
  private final S3Errors errors;
  private final TableContents contents;
  private final List<TableColumn> columns;

  /**
   * Creates a check.
   *
   * @param columns columns of the content that are read
   */
  public SchemaCheck(S3Errors errors, TableContents contents, List<TableColumn> columns) {
    this.errors = errors;
    this.contents = contents;
    this.columns = List.copyOf(columns);
  }

  /**
   * Fails if an object has a column that the table does not have, or one of those that are read in
   * a type that the column does not hold.
   *
   * @throws StrakeException SOURCE_DATA_INVALID, naming object, column and types
   */
  public void check(StoredObject object, MessageType schema) {
    for (Type type : schema.getFields()) {
      checkKnown(object, type.getName());
    }
    for (TableColumn column : columns) {
      if (schema.containsField(column.name())) {
        Type type = schema.getType(column.name());
        if (!ParquetColumn.isNothing(type)) {
          checkType(object, column, ParquetColumn.of(schema, type).map(ParquetColumn::type));
        }
      }
    }
  }

  /** Does the same for an Arrow object. */
  public void check(StoredObject object, IpcLayout layout) {
    Map<String, Field> fields = new HashMap<>();
    for (Field field : layout.fields()) {
      checkKnown(object, field.getName());
      if (fields.put(field.getName(), field) != null) {
        throw errors.invalid(object, "it has two columns '" + field.getName() + "'", null);
      }
    }
    for (TableColumn column : columns) {
      Field field = fields.get(column.name());
      if (field != null && !IpcType.isNothing(field)) {
        checkType(object, column, IpcType.sql(field));
      }
    }
  }

  /** Fails if the table has no column of a name. */
  void checkKnown(StoredObject object, String name) {
    if (!contents.hasField(name)) {
      throw errors.invalid(
          object,
          "it has the column '" + name + "', and the table has no such column",
          "declare it in operand 'columns' or set operand 'unknownFields' to ignore",
          null);
    }
  }

  /**
   * Fails if a column does not hold a type.
   *
   * @param found type in the object; empty if it cannot be read
   */
  void checkType(StoredObject object, TableColumn column, Optional<ColumnType> found) {
    if (found.isPresent() && TypeUnion.holds(column.type(), found.get())) {
      return;
    }
    Optional<ColumnType> union = found.flatMap(type -> TypeUnion.of(column.type(), type));
    throw errors.invalid(
        object,
        "column '%s' is %s, but %s in the table"
            .formatted(
                column.name(),
                found.map(ColumnType::toString).orElse("of a type that is not read"),
                column.type()),
        union
            .map(type -> "declare it as " + type + " in operand 'columns'")
            .orElse("write all objects with one type or give them tables of their own"),
        null);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.ParquetColumn;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Union by name of the columns of Parquet objects; a column has one type in all of them.
 *
 * <p>Not thread-safe.
 */
public final class ColumnUnion {
  private final S3Errors errors;
  private final Set<String> partitions;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private int objects;

  /** Creates a union that leaves out columns that are partition columns as well. */
  ColumnUnion(S3Errors errors, Set<String> partitions) {
    this.errors = errors;
    this.partitions = partitions;
  }

  /** A column so far: as it is in the first object, and how many objects require a value. */
  private record Member(Type type, Optional<ParquetColumn> column, int required) {}

  void add(StoredObject object, MessageType schema) {
    objects++;
    for (Type type : schema.getFields()) {
      if (partitions.contains(type.getName())) {
        continue;
      }
      Member known = members.get(type.getName());
      if (known != null) {
        if (known.column().isPresent()) {
          check(errors, object, schema, type, known.column().get().type());
        }
      }
      int required = known == null ? 0 : known.required();
      boolean isRequired = type.isRepetition(Type.Repetition.REQUIRED);
      members.put(
          type.getName(),
          known == null
              ? new Member(type, ParquetColumn.of(schema, type), isRequired ? 1 : 0)
              : new Member(known.type(), known.column(), required + (isRequired ? 1 : 0)));
    }
  }

  /**
   * Fails if a column of an object has another type than {@code expected}.
   *
   * @throws StrakeException naming the object and both types
   */
  static void check(
      S3Errors errors, StoredObject object, MessageType schema, Type type, ColumnType expected) {
    Optional<ColumnType> found = ParquetColumn.of(schema, type).map(ParquetColumn::type);
    if (!found.equals(Optional.of(expected))) {
      throw errors.of(
          ErrorCode.SOURCE_DATA_INVALID,
          "object '%s': column '%s' is %s, but %s in other objects of the table; write them with"
              + " one type or give them tables of their own",
          object.key(),
          type.getName(),
          found.map(ColumnType::toString).orElse(type.toString()),
          expected);
    }
  }

  /** Returns the columns; without all objects added, none of them is known to have no NULLs. */
  List<TableColumn> columns(boolean isComplete) {
    List<TableColumn> columns = new ArrayList<>();
    members.forEach(
        (name, member) -> {
          Optional<ParquetColumn> column = member.column();
          boolean nullable = column.isEmpty() || !isComplete || member.required() < objects;
          columns.add(
              new TableColumn(
                  name,
                  column.map(ParquetColumn::type).orElse(ColumnType.of(SqlTypeName.VARCHAR)),
                  nullable,
                  TableColumn.Origin.CONTENT,
                  column.isPresent()
                      ? Optional.empty()
                      : Optional.of(ParquetColumn.refusal(member.type())),
                  Optional.empty()));
        });
    return columns;
  }

  /** Fails if an object has a column of the scan in another type than the table. */
  public static void checkSchema(
      S3Errors errors, List<TableColumn> columns, StoredObject object, MessageType schema) {
    for (TableColumn column : columns) {
      if (schema.containsField(column.name())) {
        Type type = schema.getType(column.name());
        check(errors, object, schema, type, column.type());
      }
    }
  }
}

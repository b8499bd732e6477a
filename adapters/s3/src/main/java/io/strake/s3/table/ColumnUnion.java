/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.ParquetColumn;
import io.strake.s3.column.TableColumn;
import io.strake.s3.column.TypeUnion;
import io.strake.s3.ipc.IpcLayout;
import io.strake.s3.ipc.IpcType;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Union by name of the columns of objects: a column has the least type that holds those of all
 * objects, and is NULL where an object lacks it.
 *
 * <p>Not thread-safe.
 */
final class ColumnUnion {
  private final S3Errors errors;
  private final Set<String> others;
  private final Map<String, Member> members = new LinkedHashMap<>();
  private int objects;

  /** Creates a union that leaves out columns that do not come from the content. */
  ColumnUnion(S3Errors errors, Set<String> others) {
    this.errors = errors;
    this.others = others;
  }

  /**
   * A column so far.
   *
   * @param type its type; empty if it cannot be read
   * @param refusal why it cannot be read
   * @param isNothing whether it has nothing but NULLs
   * @param required how many objects have a value in every row
   */
  private record Member(
      Optional<ColumnType> type, Optional<String> refusal, boolean isNothing, int required) {}

  /** Adds the columns of a Parquet object. */
  void add(StoredObject object, MessageType schema) {
    objects++;
    for (Type type : schema.getFields()) {
      Optional<ColumnType> found = ParquetColumn.of(schema, type).map(ParquetColumn::type);
      Optional<String> refusal =
          found.isPresent() ? Optional.empty() : Optional.of(ParquetColumn.refusal(type));
      boolean isRequired = type.isRepetition(Type.Repetition.REQUIRED);
      add(
          object,
          type.getName(),
          new Member(found, refusal, ParquetColumn.isNothing(type), isRequired ? 1 : 0));
    }
  }

  /** Adds the columns of an Arrow object. */
  void add(StoredObject object, IpcLayout layout) {
    objects++;
    for (Field field : layout.fields()) {
      Optional<ColumnType> found = IpcType.sql(field);
      Optional<String> refusal =
          found.isPresent() ? Optional.empty() : Optional.of(IpcType.refusal(field));
      int required = field.isNullable() ? 0 : 1;
      add(object, field.getName(), new Member(found, refusal, IpcType.isNothing(field), required));
    }
  }

  private void add(StoredObject object, String name, Member found) {
    if (others.contains(name)) {
      return;
    }
    Member known = members.get(name);
    if (known == null || found.isNothing()) {
      members.putIfAbsent(name, found);
    } else if (known.isNothing()) {
      members.put(name, new Member(found.type(), found.refusal(), false, 0));
    } else {
      Optional<ColumnType> union = union(known, found);
      if (union.isEmpty() && (known.type().isPresent() || found.type().isPresent())) {
        throw errors.of(
            ErrorCode.SOURCE_DATA_INVALID,
            "object '%s': column '%s' is %s, but %s in other objects of the table; write them with"
                + " one type or give them tables of their own",
            object.key(),
            name,
            shown(found),
            shown(known));
      }
      members.put(
          name, new Member(union, known.refusal(), false, known.required() + found.required()));
    }
  }

  private static Optional<ColumnType> union(Member one, Member other) {
    return one.type().flatMap(first -> other.type().flatMap(second -> TypeUnion.of(first, second)));
  }

  private static String shown(Member member) {
    return member.type().map(ColumnType::toString).orElse("of a type that is not read");
  }

  /** Returns the columns; without all objects added, none of them is known to have no NULLs. */
  List<TableColumn> columns(boolean isComplete) {
    List<TableColumn> columns = new ArrayList<>();
    members.forEach(
        (name, member) -> {
          boolean nullable = member.type().isEmpty() || !isComplete || member.required() < objects;
          columns.add(
              new TableColumn(
                  name,
                  member.type().orElse(ColumnType.of(SqlTypeName.VARCHAR)),
                  nullable,
                  TableColumn.Origin.CONTENT,
                  member.refusal(),
                  Optional.empty()));
        });
    return columns;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.column.ParquetColumn;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.MappedFields;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Footers as a table names their columns: fields are found by their identifiers, get the names that
 * they have in the table, and are left out if the table does not have them. After "Column
 * Projection" of the specification of Iceberg tables. Immutable.
 *
 * <p>Files without any identifier get those of the table's name mapping.
 */
final class FieldIds {
  private final Map<Integer, Types.NestedField> fields = new HashMap<>();
  private final Optional<NameMapping> mapping;
  private final S3Errors errors;

  /**
   * Creates names.
   *
   * @param fields columns of the table
   * @param mapping identifiers of columns in files that have none
   */
  FieldIds(List<Types.NestedField> fields, Optional<NameMapping> mapping, S3Errors errors) {
    fields.forEach(field -> this.fields.put(field.fieldId(), field));
    this.mapping = mapping;
    this.errors = errors;
  }

  /**
   * Returns a footer with the columns of the table only.
   *
   * @throws io.strake.planner.StrakeException if nothing tells the identifiers of the columns
   */
  ParquetMetadata asTable(StoredObject object, ParquetMetadata stored) {
    MessageType schema = stored.getFileMetaData().getSchema();
    if (!hasIds(schema)) {
      NameMapping names =
          mapping.orElseThrow(
              () ->
                  errors.invalid(
                      object,
                      "its columns have no field identifiers, and the table has no property"
                          + " 'schema.name-mapping.default'",
                      "set it, or write the file anew with Iceberg",
                      null));
      schema = new MessageType(schema.getName(), withIds(schema, names.asMappedFields()));
    }
    FieldRenaming renaming = new FieldRenaming();
    List<Type> columns = new ArrayList<>();
    for (Type column : schema.getFields()) {
      Types.NestedField field = field(column);
      if (field != null) {
        List<String> path = List.of(column.getName());
        columns.add(
            renaming.renamed(column, field.type(), field.name(), path, List.of(field.name())));
      }
    }
    FileMetaData file = stored.getFileMetaData();
    List<BlockMetaData> blocks = new ArrayList<>();
    stored.getBlocks().forEach(block -> blocks.add(renaming.renamed(block)));
    return new ParquetMetadata(
        new FileMetaData(
            new MessageType(schema.getName(), columns),
            file.getKeyValueMetaData(),
            file.getCreatedBy()),
        blocks);
  }

  private Types.@Nullable NestedField field(Type column) {
    return column.getId() == null ? null : fields.get(column.getId().intValue());
  }

  private static boolean hasIds(Type type) {
    return type instanceof GroupType group
        ? group.getId() != null || group.getFields().stream().anyMatch(FieldIds::hasIds)
        : type.getId() != null;
  }

  private static List<Type> withIds(GroupType group, @Nullable MappedFields names) {
    List<Type> fields = new ArrayList<>();
    for (Type field : group.getFields()) {
      Integer id = names == null ? null : names.id(field.getName());
      MappedField mapped = id == null ? null : names.field(id);
      Type inner = field.isPrimitive() ? field : inner(field.asGroupType(), mapped);
      fields.add(id == null ? inner : inner.withId(id));
    }
    return fields;
  }

  /** Name mappings leave out the groups around elements, keys and values. */
  private static Type inner(GroupType group, @Nullable MappedField mapped) {
    MappedFields names = mapped == null ? null : mapped.nestedMapping();
    if (!isRepeating(group) || group.getType(0).isPrimitive()) {
      return group.withNewFields(withIds(group, names));
    }
    GroupType repeated = group.getType(0).asGroupType();
    Type content;
    if (isMap(group) || !ParquetColumn.isElement(group, repeated)) {
      content = repeated.withNewFields(withIds(repeated, names));
    } else { // the repeated group is the element itself
      Integer id = names == null ? null : names.id("element");
      MappedFields parts = id == null ? null : names.field(id).nestedMapping();
      content = repeated.withNewFields(withIds(repeated, parts));
    }
    return group.withNewFields(content);
  }

  static boolean isRepeating(GroupType group) {
    LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
    return (isMap(group) || logical instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation)
        && group.getFieldCount() == 1
        && group.getType(0).isRepetition(Type.Repetition.REPEATED);
  }

  static boolean isMap(GroupType group) {
    LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
    return logical instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
        || logical instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
  }
}

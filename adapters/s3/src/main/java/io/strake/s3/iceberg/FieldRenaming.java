/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.column.ParquetColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Types;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The new names of the columns of one file, which are found while its schema is gone through. Not
 * thread-safe.
 */
final class FieldRenaming {
  /** Field of a struct whose other fields the table does not have: it tells when it is NULL. */
  private static final String LEVELS = "\0levels";

  private final Map<ColumnPath, ColumnPath> paths = new HashMap<>();

  /**
   * Returns a field under its new name.
   *
   * @param wanted type of the field in the table
   * @param from path of the field in the file
   * @param to its path in the table
   */
  Type renamed(
      Type type,
      org.apache.iceberg.types.Type wanted,
      String name,
      List<String> from,
      List<String> to) {
    if (type.isPrimitive()) {
      paths.put(path(from), path(to));
      return withName(type, name);
    }
    GroupType group = type.asGroupType();
    if (FieldIds.isRepeating(group)) {
      return group(group, name, List.of(repeated(group, wanted, from, to)));
    } else if (!wanted.isStructType()) { // the reader refuses it, with its type
      return group(group, name, same(group, from, to));
    }
    return group(group, name, parts(group, wanted.asStructType(), from, to));
  }

  private Type repeated(
      GroupType list, org.apache.iceberg.types.Type wanted, List<String> from, List<String> to) {
    Type repeated = list.getType(0);
    List<String> below = appended(from, repeated.getName());
    List<String> belowTo = appended(to, repeated.getName());
    if (FieldIds.isMap(list) && wanted.isMapType() && !repeated.isPrimitive()) {
      return entries(repeated.asGroupType(), wanted.asMapType(), below, belowTo);
    } else if (!wanted.isListType()) {
      return repeated.isPrimitive()
          ? renamed(repeated, wanted, repeated.getName(), below, belowTo)
          : repeated.asGroupType().withNewFields(same(repeated.asGroupType(), below, belowTo));
    }
    org.apache.iceberg.types.Type element = wanted.asListType().elementType();
    if (ParquetColumn.isElement(list, repeated)) {
      return renamed(repeated, element, repeated.getName(), below, belowTo);
    }
    Type only = repeated.asGroupType().getType(0);
    Type inner =
        renamed(
            only,
            element,
            only.getName(),
            appended(below, only.getName()),
            appended(belowTo, only.getName()));
    return repeated.asGroupType().withNewFields(inner);
  }

  private Type entries(
      GroupType entries, Types.MapType wanted, List<String> from, List<String> to) {
    List<Type> parts = new ArrayList<>();
    for (int i = 0; i < entries.getFieldCount(); i++) {
      Type part = entries.getType(i);
      Types.NestedField field = wanted.fields().get(Math.min(i, 1));
      parts.add(
          renamed(
              part,
              field.type(),
              field.name(),
              appended(from, part.getName()),
              appended(to, field.name())));
    }
    return entries.withNewFields(parts);
  }

  private List<Type> parts(
      GroupType group, Types.StructType wanted, List<String> from, List<String> to) {
    List<Type> parts = new ArrayList<>();
    for (Type part : group.getFields()) {
      Types.NestedField field = part.getId() == null ? null : wanted.field(part.getId().intValue());
      if (field != null) {
        List<String> partFrom = appended(from, part.getName());
        List<String> partTo = appended(to, field.name());
        parts.add(renamed(part, field.type(), field.name(), partFrom, partTo));
      }
    }
    if (parts.isEmpty()) {
      Type first = group.getType(0);
      parts.add(unknown(first, LEVELS, appended(from, first.getName()), appended(to, LEVELS)));
    }
    return parts;
  }

  private List<Type> same(GroupType group, List<String> from, List<String> to) {
    List<Type> parts = new ArrayList<>();
    for (Type part : group.getFields()) {
      String name = part.getName();
      parts.add(unknown(part, name, appended(from, name), appended(to, name)));
    }
    return parts;
  }

  private Type unknown(Type type, String name, List<String> from, List<String> to) {
    if (type.isPrimitive()) {
      paths.put(path(from), path(to));
      return withName(type, name);
    }
    GroupType group = type.asGroupType();
    return group(group, name, same(group, from, to));
  }

  private static GroupType group(GroupType group, String name, List<Type> fields) {
    return org.apache.parquet.schema.Types.buildGroup(group.getRepetition())
        .as(group.getLogicalTypeAnnotation())
        .addFields(fields.toArray(Type[]::new))
        .named(name);
  }

  /** Returns a row group with the columns that were renamed, under their new names. */
  BlockMetaData renamed(BlockMetaData block) {
    BlockMetaData renamed = new BlockMetaData();
    renamed.setRowCount(block.getRowCount());
    renamed.setTotalByteSize(block.getTotalByteSize());
    renamed.setRowIndexOffset(block.getRowIndexOffset());
    renamed.setOrdinal(block.getOrdinal());
    renamed.setPath(block.getPath());
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      ColumnPath path = paths.get(chunk.getPath());
      if (path != null) {
        renamed.addColumn(renamed(chunk, path));
      }
    }
    return renamed;
  }

  private static ColumnChunkMetaData renamed(ColumnChunkMetaData chunk, ColumnPath path) {
    ColumnChunkMetaData renamed =
        ColumnChunkMetaData.get(
            path,
            chunk.getPrimitiveType(),
            chunk.getCodec(),
            chunk.getEncodingStats(),
            chunk.getEncodings(),
            chunk.getStatistics(),
            chunk.getFirstDataPageOffset(),
            chunk.getDictionaryPageOffset(),
            chunk.getValueCount(),
            chunk.getTotalSize(),
            chunk.getTotalUncompressedSize());
    renamed.setColumnIndexReference(chunk.getColumnIndexReference());
    renamed.setOffsetIndexReference(chunk.getOffsetIndexReference());
    renamed.setBloomFilterOffset(chunk.getBloomFilterOffset());
    renamed.setBloomFilterLength(chunk.getBloomFilterLength());
    return renamed;
  }

  private static Type withName(Type type, String name) {
    PrimitiveType primitive = type.asPrimitiveType();
    return org.apache.parquet.schema.Types.primitive(
            primitive.getPrimitiveTypeName(), primitive.getRepetition())
        .length(primitive.getTypeLength())
        .as(primitive.getLogicalTypeAnnotation())
        .named(name);
  }

  private static ColumnPath path(List<String> names) {
    return ColumnPath.get(names.toArray(String[]::new));
  }

  private static List<String> appended(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }
}

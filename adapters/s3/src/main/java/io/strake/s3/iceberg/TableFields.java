/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.S3Errors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;

/**
 * The columns of a table in one of its schemas, and those that it has dropped, as deletes may still
 * compare them. Immutable.
 */
final class TableFields {
  /** What no name of a column begins with. */
  private static final String DROPPED = "\0dropped-";

  private final S3Errors errors;
  private final List<TableColumn> columns;
  private final Map<Integer, TableColumn> byId = new LinkedHashMap<>();
  private final FieldIds ids;

  /**
   * Creates fields.
   *
   * @param schema schema of the snapshot that is read
   */
  TableFields(Table table, Schema schema, S3Errors errors) {
    this.errors = errors;
    List<Types.NestedField> fields = new ArrayList<>(schema.columns());
    schema.columns().forEach(field -> byId.put(field.fieldId(), IcebergTypes.column(field)));
    this.columns = List.copyOf(byId.values());
    for (Schema other : new TreeMap<>(table.schemas()).descendingMap().values()) {
      for (Types.NestedField field : other.columns()) {
        if (!byId.containsKey(field.fieldId())) {
          String name = DROPPED + field.fieldId();
          fields.add(Types.NestedField.from(field).withName(name).asOptional().build());
          byId.put(field.fieldId(), IcebergTypes.column(fields.get(fields.size() - 1), name));
        }
      }
    }
    Optional<NameMapping> mapping =
        Optional.ofNullable(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING))
            .map(NameMappingParser::fromJson);
    this.ids = new FieldIds(fields, mapping, errors);
  }

  /** Returns the columns of the table in their order. */
  List<TableColumn> columns() {
    return columns;
  }

  /** Returns how fields of files become columns, dropped ones included. */
  FieldIds ids() {
    return ids;
  }

  /** Returns the columns whose values a delete file names, in the order in which it names them. */
  List<TableColumn> compared(DeleteFile file) {
    List<TableColumn> compared = new ArrayList<>();
    for (int id : file.equalityFieldIds()) {
      TableColumn column = byId.get(id);
      if (column == null || column.unreadable().isPresent() || !isFlat(column)) {
        throw errors.of(
            ErrorCode.UNSUPPORTED,
            "delete file '%s' compares field %s, which is within a nested column or has a type that"
                + " is not compared; compact the table",
            file.location(),
            id);
      }
      compared.add(column);
    }
    return compared;
  }

  private static boolean isFlat(TableColumn column) {
    return column.type().members().isEmpty();
  }
}

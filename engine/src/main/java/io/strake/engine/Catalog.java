/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.metadata.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;

/**
 * What there is to query, for the metadata calls of every door.
 *
 * <p>A source that does not answer is left out of the lists and shown by {@link
 * SourceRegistry#statuses()}. Thread-safe.
 */
public interface Catalog {
  /** Key of a field's metadata with the name that its source has for its type; Flight SQL's own. */
  String SOURCE_TYPE = "ARROW:FLIGHT:SQL:TYPE_NAME";

  /** Returns a field with the name that its source has for its type. */
  static Field typed(Field field, String sourceType) {
    return new Field(
        field.getName(),
        new FieldType(field.isNullable(), field.getType(), null, Map.of(SOURCE_TYPE, sourceType)),
        field.getChildren());
  }

  /** Name of the only catalog. */
  String NAME = "strake";

  /**
   * Returns whether the only catalog is asked for.
   *
   * @param name exact name; null for any catalog
   */
  static boolean isAsked(@Nullable String name) {
    return name == null || name.equals(NAME);
  }

  /** Returns the names of the schemas in the model, sorted. */
  List<String> schemas();

  /** Returns the tables of a schema sorted by name; empty if there is no such schema. */
  List<TableInfo> tables(String schema);

  /** Returns one table, if it exists. */
  Optional<TableInfo> table(String schema, String name);

  /**
   * A table or view.
   *
   * @param schema schema in the model
   * @param name name of the table
   * @param type {@code TABLE} or {@code VIEW}
   * @param rowType columns as Calcite has them
   * @param arrowSchema columns as Arrow has them
   * @param description what its source says of it
   */
  record TableInfo(
      String schema,
      String name,
      String type,
      RelDataType rowType,
      Schema arrowSchema,
      TableDescription description) {}
}

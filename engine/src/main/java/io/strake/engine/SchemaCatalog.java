/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.metadata.TableDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.lookup.LikePattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Catalog read from the root schema of a model. */
final class SchemaCatalog implements Catalog {
  private static final Logger LOGGER = LoggerFactory.getLogger(SchemaCatalog.class);

  private final CalciteSchema root;
  private final RelDataTypeFactory typeFactory;

  SchemaCatalog(CalciteSchema root, RelDataTypeFactory typeFactory) {
    this.root = root;
    this.typeFactory = typeFactory;
  }

  @Override
  public List<String> schemas() {
    return List.copyOf(root.getSubSchemaMap().keySet());
  }

  @Override
  public List<TableInfo> tables(String schema) {
    CalciteSchema found = root.getSubSchemaMap().get(schema);
    if (found == null) {
      return List.of();
    }
    try {
      List<TableInfo> tables = new ArrayList<>();
      tablesOf(found).forEach((name, table) -> tables.add(describe(schema, name, table)));
      return tables;
    } catch (StrakeException e) {
      LOGGER.warn("{}: its tables are left out of the catalog, {}", schema, e.getMessage());
      return List.of();
    }
  }

  @Override
  public Optional<TableInfo> table(String schema, String name) {
    return tables(schema).stream().filter(table -> table.name().equals(name)).findFirst();
  }

  private static Map<String, Table> tablesOf(CalciteSchema schema) {
    Map<String, Table> tables = new TreeMap<>();
    for (String name : schema.getTableNames(LikePattern.any())) {
      CalciteSchema.TableEntry entry = schema.getTable(name, true);
      if (entry != null) {
        tables.put(name, entry.getTable());
      }
    }
    tables.putAll(schema.getTablesBasedOnNullaryFunctions());
    return tables;
  }

  private TableInfo describe(String schema, String name, Table table) {
    RelDataType rowType = table.getRowType(typeFactory);
    String type = table.getJdbcTableType().jdbcName.contains("VIEW") ? "VIEW" : "TABLE";
    TableDescription description =
        table instanceof TableDescription known ? known : TableDescription.NONE;
    return new TableInfo(schema, name, type, rowType, arrowSchema(rowType), description);
  }

  /** A column of a type that Arrow cannot carry is listed as text, which it can be cast to. */
  private static Schema arrowSchema(RelDataType rowType) {
    List<Field> fields = new ArrayList<>();
    for (RelDataTypeField field : rowType.getFieldList()) {
      fields.add(
          ArrowTypes.isSupported(field.getType())
              ? ArrowTypes.toField(field.getName(), field.getType())
              : Field.nullable(field.getName(), ArrowType.Utf8.INSTANCE));
    }
    return new Schema(fields);
  }
}

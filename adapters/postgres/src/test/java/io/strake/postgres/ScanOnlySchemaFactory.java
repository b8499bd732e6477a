/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ArrowEnumerable;
import java.util.HashMap;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.schema.lookup.LikePattern;
import org.jspecify.annotations.Nullable;

/** Factory of schemas whose tables are read whole, so that Calcite itself does all the rest. */
public final class ScanOnlySchemaFactory implements SchemaFactory {
  @Override
  public Schema create(SchemaPlus parentSchema, String name, Map<String, Object> operand) {
    PostgresOptions options = PostgresOptions.of(name, operand);
    PostgresSchema schema = new PostgresSchema(name, options, new PostgresDatabase(name, options));
    Map<String, Table> tables = new HashMap<>();
    for (String table : schema.tables().getNames(LikePattern.any())) {
      tables.put(table, new ScanOnlyTable(schema, table));
    }
    return new AbstractSchema() {
      @Override
      protected Map<String, Table> getTableMap() {
        return tables;
      }
    };
  }

  private static final class ScanOnlyTable extends AbstractTable implements ScannableTable {
    private final PostgresSchema schema;
    private final String name;

    ScanOnlyTable(PostgresSchema schema, String name) {
      this.schema = schema;
      this.name = name;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory factory) {
      return schema.tables().get(name).getRowType(factory);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // rows of several columns are arrays
    public Enumerable<@Nullable Object[]> scan(DataContext root) {
      return (Enumerable)
          ArrowEnumerable.of(root, TableReader.scan(schema, name, root.getTypeFactory()));
    }
  }
}

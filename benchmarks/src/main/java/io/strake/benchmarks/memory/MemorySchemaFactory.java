/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.memory;

import java.util.Map;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * Factory of schemas of registered tables, for models of Calcite; its operand {@code tables} is the
 * name under which they were registered with {@link MemoryTables}. Thread-safe.
 */
public final class MemorySchemaFactory implements SchemaFactory {
  /** Creates a factory; called by Calcite. */
  public MemorySchemaFactory() {}

  /**
   * Creates a schema.
   *
   * @throws IllegalArgumentException if no tables are registered under the name
   */
  @Override
  public Schema create(SchemaPlus parentSchema, String name, Map<String, Object> operand) {
    Map<String, Table> tables = Map.copyOf(MemoryTables.get(String.valueOf(operand.get("tables"))));
    return new AbstractSchema() {
      @Override
      protected Map<String, Table> getTableMap() {
        return tables;
      }
    };
  }
}

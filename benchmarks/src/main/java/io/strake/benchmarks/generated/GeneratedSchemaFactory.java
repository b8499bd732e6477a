/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.generated;

import io.strake.planner.Operands;
import java.util.Map;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * Factory of a schema of generated tables: {@code a} and {@code b} with 2^{@code bits} rows and the
 * same keys, {@code small} with 1,024 of these keys, and {@code blocked}, whose rows never come.
 */
public final class GeneratedSchemaFactory implements SchemaFactory {
  private static final int MAX_BITS = 40;
  private static final int SMALL_BITS = 10;

  /** Creates a factory; called by the model. */
  public GeneratedSchemaFactory() {}

  /** Returns a model with such a schema as its default, called {@code generated}. */
  public static String model(int bits) {
    return """
        inline:{"version": "1.0", "defaultSchema": "generated", "schemas": [
          {"name": "generated", "type": "custom", "factory": "%s", "operand": {"bits": %d}}]}
        """
        .formatted(GeneratedSchemaFactory.class.getName(), bits);
  }

  @Override
  public Schema create(SchemaPlus parent, String name, Map<String, Object> operand) {
    Operands operands = new Operands("generated source '" + name + "'", operand);
    int bits = operands.integer("bits", SMALL_BITS, SMALL_BITS, MAX_BITS);
    operands.rejectUnknown();
    Map<String, Table> tables =
        Map.of(
            "a", new GeneratedTable(new GeneratedRows(bits, 1), false),
            "b", new GeneratedTable(new GeneratedRows(bits, 2), false),
            "small", new GeneratedTable(new GeneratedRows(SMALL_BITS, 3), false),
            "blocked", new GeneratedTable(new GeneratedRows(SMALL_BITS, 4), true));
    return new AbstractSchema() {
      @Override
      protected Map<String, Table> getTableMap() {
        return tables;
      }
    };
  }
}

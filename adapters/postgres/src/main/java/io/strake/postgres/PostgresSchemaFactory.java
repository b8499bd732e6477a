/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.util.Map;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.lookup.LikePattern;

/**
 * Factory of {@link PostgresSchema}, for the {@code factory} of a model entry.
 *
 * <p>Makes no connection, so a database that is down is an error of the first query that needs it.
 * Two entries of a model that name the same database and role share connections, and a join between
 * them runs there. Operands: see {@link PostgresOptions}.
 */
public final class PostgresSchemaFactory implements SchemaFactory {
  /** Creates a factory; called by Calcite. */
  public PostgresSchemaFactory() {}

  @Override
  public Schema create(SchemaPlus parentSchema, String name, Map<String, Object> operand) {
    PostgresOptions options = PostgresOptions.of(name, operand);
    return new PostgresSchema(name, options, database(parentSchema, name, options));
  }

  private static PostgresDatabase database(
      SchemaPlus parent, String name, PostgresOptions options) {
    for (String sibling : parent.subSchemas().getNames(LikePattern.any())) {
      SchemaPlus schema = parent.subSchemas().get(sibling);
      if (schema != null
          && CalciteSchema.from(schema).schema instanceof PostgresSchema postgres
          && postgres.options().sharesConnectionsWith(options)
          && postgres.database().retain()) {
        return postgres.database();
      }
    }
    return new PostgresDatabase(name, options);
  }
}

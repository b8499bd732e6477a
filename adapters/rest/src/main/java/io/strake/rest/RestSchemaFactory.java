/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import java.util.Map;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;

/**
 * Factory of schemas over JSON HTTP APIs, for the {@code factory} of a schema in a model.
 *
 * <pre>{@code
 * {
 *   "name": "shop",
 *   "type": "custom",
 *   "factory": "io.strake.rest.RestSchemaFactory",
 *   "operand": {
 *     "baseUrl": "https://api.example.com/v1",
 *     "auth": {"type": "bearer", "token": "${env:SHOP_TOKEN}"},
 *     "endpoints": [{
 *       "name": "orders",
 *       "path": "/orders",
 *       "rows": "/data",
 *       "columns": [
 *         {"name": "id", "type": "BIGINT", "nullable": false},
 *         {"name": "status", "type": "VARCHAR"},
 *         {"name": "city", "type": "VARCHAR", "pointer": "/address/city"}
 *       ],
 *       "parameters": [{"column": "status", "name": "status"}],
 *       "pagination": {"type": "cursor", "parameter": "after", "pointer": "/meta/next"}
 *     }]
 *   }
 * }
 * }</pre>
 *
 * <p>Does no I/O but read the files that operands refer to. Thread-safe.
 */
public final class RestSchemaFactory implements SchemaFactory {
  /** Creates a factory; called by Calcite. */
  public RestSchemaFactory() {}

  @Override
  public Schema create(SchemaPlus parentSchema, String name, Map<String, Object> operand) {
    return new RestSchema(name, RestOptions.fromOperand(name, operand));
  }
}

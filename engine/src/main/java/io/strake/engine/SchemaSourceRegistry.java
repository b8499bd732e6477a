/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.FederatedSource;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.jdbc.CalciteSchema;

/** Source registry over the schemas of a model that are sources. */
final class SchemaSourceRegistry implements SourceRegistry, AutoCloseable {
  private final CalciteSchema root;

  SchemaSourceRegistry(CalciteSchema root) {
    this.root = root;
  }

  @Override
  public List<SourceStatus> statuses() {
    List<SourceStatus> statuses = new ArrayList<>();
    for (Map.Entry<String, CalciteSchema> schema : root.getSubSchemaMap().entrySet()) {
      statuses.add(
          schema.getValue().schema instanceof FederatedSource source
              ? status(schema.getKey(), source)
              : new SourceStatus(schema.getKey(), "calcite", "", true, ""));
    }
    return statuses;
  }

  private static SourceStatus status(String name, FederatedSource source) {
    try {
      source.check();
      return new SourceStatus(name, source.kind(), source.location(), true, "");
    } catch (StrakeException e) {
      String message = String.valueOf(e.getMessage());
      return new SourceStatus(name, source.kind(), source.location(), false, message);
    }
  }

  @Override
  public void close() {
    for (CalciteSchema schema : root.getSubSchemaMap().values()) {
      if (schema.schema instanceof FederatedSource source) {
        source.close();
      }
    }
  }
}

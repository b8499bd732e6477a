/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.strake.engine.Catalog;
import io.strake.engine.CatalogKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The answers to commands about keys. Thread-safe. */
final class KeyStreams {
  private final CatalogKeys keys;
  private final MetadataBatches batches;

  KeyStreams(Catalog catalog, BufferAllocator allocator) {
    this.keys = new CatalogKeys(catalog);
    this.batches = new MetadataBatches(allocator);
  }

  void primary(FlightSql.CommandGetPrimaryKeys command, ServerStreamListener listener) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (Catalog.isAsked(command.hasCatalog() ? command.getCatalog() : null)) {
      String schema = command.hasDbSchema() ? command.getDbSchema() : null;
      for (CatalogKeys.KeyColumn column : keys.primaryKey(schema, command.getTable())) {
        rows.add(new ArrayList<>(column.cells()));
      }
    }
    batches.send(Schemas.GET_PRIMARY_KEYS_SCHEMA, rows, listener);
  }

  void imported(FlightSql.CommandGetImportedKeys command, ServerStreamListener listener) {
    String schema = command.hasDbSchema() ? command.getDbSchema() : null;
    send(
        Schemas.GET_IMPORTED_KEYS_SCHEMA,
        command.hasCatalog() ? command.getCatalog() : null,
        () -> keys.importedKeys(schema, command.getTable()),
        listener);
  }

  void exported(FlightSql.CommandGetExportedKeys command, ServerStreamListener listener) {
    String schema = command.hasDbSchema() ? command.getDbSchema() : null;
    send(
        Schemas.GET_EXPORTED_KEYS_SCHEMA,
        command.hasCatalog() ? command.getCatalog() : null,
        () -> keys.exportedKeys(schema, command.getTable()),
        listener);
  }

  void crossReference(FlightSql.CommandGetCrossReference command, ServerStreamListener listener) {
    String schema = command.hasFkDbSchema() ? command.getFkDbSchema() : null;
    send(
        Schemas.GET_CROSS_REFERENCE_SCHEMA,
        command.hasFkCatalog() ? command.getFkCatalog() : null,
        () -> keys.crossReference(schema, command.getPkTable(), command.getFkTable()),
        listener);
  }

  private void send(
      Schema schema,
      @Nullable String catalog,
      Supplier<List<CatalogKeys.ForeignKeyColumn>> columns,
      ServerStreamListener listener) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (Catalog.isAsked(catalog)) {
      columns.get().forEach(column -> rows.add(row(column)));
    }
    batches.send(schema, rows, listener);
  }

  private static List<@Nullable Object> row(CatalogKeys.ForeignKeyColumn column) {
    List<@Nullable Object> row = new ArrayList<>(column.cells());
    row.add(column.key().name());
    row.add(column.key().key());
    row.add(column.key().onUpdate()); // the codes of Flight SQL and JDBC agree
    row.add(column.key().onDelete());
    return row;
  }
}

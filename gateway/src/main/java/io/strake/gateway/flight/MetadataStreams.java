/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.strake.engine.Catalog;
import io.strake.gateway.common.CatalogSearch;
import io.strake.gateway.common.NamePattern;
import io.strake.gateway.common.SqlTypeInfo;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.flight.sql.FlightSqlColumnMetadata;
import org.apache.arrow.flight.sql.FlightSqlProducer.Schemas;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.jspecify.annotations.Nullable;

/** The answers to metadata commands. Thread-safe. */
final class MetadataStreams {
  private final CatalogSearch catalog;
  private final MetadataBatches batches;

  MetadataStreams(Catalog catalog, BufferAllocator allocator) {
    this.catalog = new CatalogSearch(catalog);
    this.batches = new MetadataBatches(allocator);
  }

  void catalogs(ServerStreamListener listener) {
    batches.send(Schemas.GET_CATALOGS_SCHEMA, List.of(List.of(Catalog.NAME)), listener);
  }

  void tableTypes(ServerStreamListener listener) {
    batches.send(
        Schemas.GET_TABLE_TYPES_SCHEMA,
        CatalogSearch.TABLE_TYPES.stream().map(List::<@Nullable Object>of).toList(),
        listener);
  }

  void schemas(FlightSql.CommandGetDbSchemas command, ServerStreamListener listener) {
    NamePattern pattern =
        NamePattern.of(
            command.hasDbSchemaFilterPattern() ? command.getDbSchemaFilterPattern() : null);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (Catalog.isAsked(command.hasCatalog() ? command.getCatalog() : null)) {
      catalog.schemas(pattern).forEach(schema -> rows.add(List.of(Catalog.NAME, schema)));
    }
    batches.send(Schemas.GET_SCHEMAS_SCHEMA, rows, listener);
  }

  void tables(FlightSql.CommandGetTables command, ServerStreamListener listener) {
    boolean includeSchema = command.getIncludeSchema();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    if (Catalog.isAsked(command.hasCatalog() ? command.getCatalog() : null)) {
      for (Catalog.TableInfo table : matching(command)) {
        List<@Nullable Object> row =
            new ArrayList<>(List.of(Catalog.NAME, table.schema(), table.name(), table.type()));
        if (includeSchema) {
          row.add(IpcSchemas.toBytes(described(table)));
        }
        rows.add(row);
      }
    }
    batches.send(
        includeSchema ? Schemas.GET_TABLES_SCHEMA : Schemas.GET_TABLES_SCHEMA_NO_SCHEMA,
        rows,
        listener);
  }

  void types(FlightSql.CommandGetXdbcTypeInfo command, ServerStreamListener listener) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (SqlTypeInfo type : SqlTypeInfo.ALL) {
      if (!command.hasDataType() || command.getDataType() == xdbcType(type)) {
        rows.add(row(type));
      }
    }
    batches.send(Schemas.GET_TYPE_INFO_SCHEMA, rows, listener);
  }

  private List<Catalog.TableInfo> matching(FlightSql.CommandGetTables command) {
    return catalog.tables(
        NamePattern.of(
            command.hasDbSchemaFilterPattern() ? command.getDbSchemaFilterPattern() : null),
        NamePattern.of(
            command.hasTableNameFilterPattern() ? command.getTableNameFilterPattern() : null),
        Set.copyOf(command.getTableTypesList()));
  }

  /** Returns the schema of a table with what Flight SQL wants to know of every column. */
  private static Schema described(Catalog.TableInfo table) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < table.arrowSchema().getFields().size(); i++) {
      Field field = table.arrowSchema().getFields().get(i);
      RelDataTypeField column = table.rowType().getFieldList().get(i);
      FlightSqlColumnMetadata metadata = columnMetadata(table, column);
      fields.add(
          new Field(
              field.getName(),
              new FieldType(field.isNullable(), field.getType(), null, metadata.getMetadataMap()),
              field.getChildren()));
    }
    return new Schema(fields);
  }

  private static FlightSqlColumnMetadata columnMetadata(
      Catalog.TableInfo table, RelDataTypeField column) {
    RelDataType type = column.getType();
    String ownName = type.getSqlTypeName().getName();
    FlightSqlColumnMetadata.Builder metadata =
        new FlightSqlColumnMetadata.Builder()
            .catalogName(Catalog.NAME)
            .schemaName(table.schema())
            .tableName(table.name())
            .typeName(table.description().sourceType(column.getName()).orElse(ownName))
            .isAutoIncrement(false)
            .isCaseSensitive(org.apache.calcite.sql.type.SqlTypeUtil.inCharFamily(type))
            .isReadOnly(true)
            .isSearchable(true);
    table.description().remarks(column.getName()).ifPresent(metadata::remarks);
    if (type.getPrecision() >= 0) {
      metadata.precision(type.getPrecision());
    }
    if (type.getScale() >= 0) {
      metadata.scale(type.getScale());
    }
    return metadata.build();
  }

  private static List<@Nullable Object> row(SqlTypeInfo type) {
    String suffix = type.literalQuote() == null ? null : "'";
    boolean isTime = datetimeSubcode(type) != null;
    return Arrays.<@Nullable Object>asList(
        type.name(),
        xdbcType(type),
        type.size(),
        type.literalQuote(),
        suffix,
        type.createParams().isEmpty() ? null : type.createParams(),
        FlightSql.Nullable.NULLABILITY_NULLABLE_VALUE,
        type.isCaseSensitive(),
        FlightSql.Searchable.SEARCHABLE_FULL_VALUE,
        type.isNumber() ? Boolean.FALSE : null,
        false,
        type.isNumber() ? Boolean.FALSE : null,
        type.name(),
        type.minScale() == null ? null : type.minScale().intValue(),
        type.maxScale() == null ? null : type.maxScale().intValue(),
        isTime ? FlightSql.XdbcDataType.XDBC_DATETIME_VALUE : xdbcType(type),
        datetimeSubcode(type),
        type.radix(),
        null);
  }

  private static int xdbcType(SqlTypeInfo type) {
    return switch (type.jdbcType()) {
      case Types.BOOLEAN -> FlightSql.XdbcDataType.XDBC_BIT_VALUE;
      case Types.DATE -> FlightSql.XdbcDataType.XDBC_DATE_VALUE;
      case Types.TIME -> FlightSql.XdbcDataType.XDBC_TIME_VALUE;
      case Types.TIMESTAMP -> FlightSql.XdbcDataType.XDBC_TIMESTAMP_VALUE;
      default -> type.jdbcType(); // the codes of ODBC and JDBC agree on the rest
    };
  }

  private static @Nullable Integer datetimeSubcode(SqlTypeInfo type) {
    return switch (type.jdbcType()) {
      case Types.DATE -> FlightSql.XdbcDatetimeSubcode.XDBC_SUBCODE_DATE_VALUE;
      case Types.TIME -> FlightSql.XdbcDatetimeSubcode.XDBC_SUBCODE_TIME_VALUE;
      case Types.TIMESTAMP -> FlightSql.XdbcDatetimeSubcode.XDBC_SUBCODE_TIMESTAMP_VALUE;
      default -> null;
    };
  }
}

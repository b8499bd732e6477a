/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.engine.Catalog;
import io.strake.gateway.common.CatalogSearch;
import io.strake.gateway.common.NamePattern;
import io.strake.gateway.common.SqlTypeInfo;
import io.strake.jdbc.ColumnTypes;
import io.strake.jdbc.RemarkedColumn;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.avatica.MetaImpl.MetaCatalog;
import org.apache.calcite.avatica.MetaImpl.MetaColumn;
import org.apache.calcite.avatica.MetaImpl.MetaSchema;
import org.apache.calcite.avatica.MetaImpl.MetaTableType;
import org.apache.calcite.avatica.MetaImpl.MetaTypeInfo;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** The answers to metadata calls, as the objects that Avatica has for them. Thread-safe. */
final class CatalogAnswers {
  private static final int DECIMAL_RADIX = 10;

  private final CatalogSearch catalog;

  CatalogAnswers(Catalog catalog) {
    this.catalog = new CatalogSearch(catalog);
  }

  List<MetaCatalog> catalogs() {
    return List.of(new MetaCatalog(Catalog.NAME));
  }

  List<MetaTableType> tableTypes() {
    return CatalogSearch.TABLE_TYPES.stream().map(MetaTableType::new).toList();
  }

  List<MetaSchema> schemas(@Nullable String catalogName, NamePattern pattern) {
    return Catalog.isAsked(catalogName)
        ? catalog.schemas(pattern).stream()
            .map(schema -> new MetaSchema(Catalog.NAME, schema))
            .toList()
        : List.of();
  }

  /** Returns tables sorted as JDBC wants it: by type, schema and name. */
  List<RemarkedTable> tables(
      @Nullable String catalogName,
      NamePattern schemaPattern,
      NamePattern tablePattern,
      @Nullable List<String> types) {
    if (!Catalog.isAsked(catalogName)) {
      return List.of();
    }
    Set<String> wanted = types == null ? Set.of() : Set.copyOf(types);
    List<RemarkedTable> tables = new ArrayList<>();
    for (String type : CatalogSearch.TABLE_TYPES) {
      if (wanted.isEmpty() || wanted.contains(type)) {
        catalog.tables(schemaPattern, tablePattern, Set.of(type)).stream()
            .map(t -> table(t, type))
            .forEach(tables::add);
      }
    }
    return tables;
  }

  List<RemarkedColumn> columns(
      @Nullable String catalogName,
      NamePattern schemaPattern,
      NamePattern tablePattern,
      NamePattern columnPattern) {
    List<RemarkedColumn> columns = new ArrayList<>();
    if (Catalog.isAsked(catalogName)) {
      for (Catalog.TableInfo table : catalog.tables(schemaPattern, tablePattern, Set.of())) {
        for (RelDataTypeField field : table.rowType().getFieldList()) {
          if (columnPattern.matches(field.getName())) {
            columns.add(column(table, field));
          }
        }
      }
    }
    return columns;
  }

  List<MetaTypeInfo> types() {
    return SqlTypeInfo.ALL.stream().map(CatalogAnswers::type).toList();
  }

  private static RemarkedTable table(Catalog.TableInfo table, String type) {
    return new RemarkedTable(
        Catalog.NAME,
        table.schema(),
        table.name(),
        type,
        table.description().remarks().orElse(null));
  }

  private static RemarkedColumn column(Catalog.TableInfo table, RelDataTypeField field) {
    return new RemarkedColumn(
        plainColumn(table, field), table.description().remarks(field.getName()).orElse(null));
  }

  private static MetaColumn plainColumn(Catalog.TableInfo table, RelDataTypeField field) {
    RelDataType type = field.getType();
    boolean isNullable = type.isNullable();
    int precision = type.getPrecision();
    return new MetaColumn(
        Catalog.NAME,
        table.schema(),
        table.name(),
        field.getName(),
        ColumnTypes.jdbcType(type),
        type.getSqlTypeName().getName(),
        precision < 0 ? null : Integer.valueOf(precision),
        type.getScale() < 0 ? null : Integer.valueOf(type.getScale()),
        SqlTypeUtil.isNumeric(type) ? Integer.valueOf(DECIMAL_RADIX) : null,
        isNullable ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
        SqlTypeUtil.inCharFamily(type) && precision >= 0 ? Integer.valueOf(precision) : null,
        field.getIndex() + 1,
        isNullable ? "YES" : "NO",
        "NO",
        "NO");
  }

  private static MetaTypeInfo type(SqlTypeInfo type) {
    return new MetaTypeInfo(
        type.name(),
        type.jdbcType(),
        type.size(),
        type.literalQuote(),
        type.literalQuote() == null ? null : "'",
        (short) DatabaseMetaData.typeNullable,
        type.isCaseSensitive(),
        (short) DatabaseMetaData.typeSearchable,
        false,
        false,
        false,
        type.minScale(),
        type.maxScale(),
        type.radix() == null ? Integer.valueOf(0) : type.radix()); // Avatica takes no null
  }
}

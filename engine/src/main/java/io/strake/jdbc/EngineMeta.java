/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import io.strake.planner.metadata.TableDescription;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.MetaImpl.MetaColumn;
import org.apache.calcite.avatica.MetaImpl.MetaTable;
import org.apache.calcite.jdbc.CalciteConnection;
import org.apache.calcite.jdbc.CalciteMetaColumnFactory;
import org.apache.calcite.jdbc.CalciteMetaImpl;
import org.apache.calcite.jdbc.CalciteMetaTableFactory;
import org.apache.calcite.schema.Table;
import org.jspecify.annotations.Nullable;

/** Calcite's metadata calls, with the comments that sources tell. Stateless. */
final class EngineMeta {
  private EngineMeta() {}

  static Meta create(AvaticaConnection connection) {
    return CalciteMetaImpl.create((CalciteConnection) connection, new Tables(), new Columns());
  }

  private static @Nullable String remarks(Table table) {
    return table instanceof TableDescription description
        ? description.remarks().orElse(null)
        : null;
  }

  private static @Nullable String remarks(Table table, String column) {
    return table instanceof TableDescription description
        ? description.remarks(column).orElse(null)
        : null;
  }

  /** A row of {@link java.sql.DatabaseMetaData#getTables}; Calcite wants its own class. */
  @SuppressWarnings(
      "HidingField") // Avatica reads public fields by name, and its own is always null
  public static final class DescribedTable extends CalciteMetaImpl.CalciteMetaTable {
    /** Comment on the table. */
    public final @Nullable String remarks;

    private DescribedTable(Table table, String catalog, String schema, String name) {
      super(table, catalog, schema, name);
      this.remarks = EngineMeta.remarks(table);
    }
  }

  /** Tables with comments. */
  private static final class Tables implements CalciteMetaTableFactory {
    @Override
    public MetaTable createTable(Table table, String catalog, String schema, String name) {
      return new DescribedTable(table, catalog, schema, name);
    }

    @Override
    public Class<? extends MetaTable> getMetaTableClass() {
      return DescribedTable.class;
    }
  }

  /** Columns with comments. */
  private static final class Columns implements CalciteMetaColumnFactory {
    @Override
    public MetaColumn createColumn(
        Table table,
        String catalog,
        String schema,
        String name,
        String column,
        int dataType,
        String typeName,
        Integer columnSize,
        @Nullable Integer decimalDigits,
        int radix,
        int nullable,
        Integer charOctetLength,
        int ordinalPosition,
        String isNullable) {
      return new RemarkedColumn(
          new MetaColumn(
              catalog,
              schema,
              name,
              column,
              dataType,
              typeName,
              columnSize,
              decimalDigits,
              radix,
              nullable,
              charOctetLength,
              ordinalPosition,
              isNullable),
          remarks(table, column));
    }

    @Override
    public Class<? extends MetaColumn> getMetaColumnClass() {
      return RemarkedColumn.class;
    }
  }
}

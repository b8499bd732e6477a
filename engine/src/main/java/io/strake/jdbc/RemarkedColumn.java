/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.jdbc;

import java.sql.DatabaseMetaData;
import org.apache.calcite.avatica.MetaImpl.MetaColumn;
import org.jspecify.annotations.Nullable;

/** A row of {@link DatabaseMetaData#getColumns}, with the comment on the column. */
@SuppressWarnings("HidingField") // Avatica reads public fields by name, and its own is always null
public final class RemarkedColumn extends MetaColumn {
  /** Comment on the column. */
  public final @Nullable String remarks;

  /** Creates a row with the values of another one. */
  public RemarkedColumn(MetaColumn column, @Nullable String remarks) {
    super(
        column.tableCat,
        column.tableSchem,
        column.tableName,
        column.columnName,
        column.dataType,
        column.typeName,
        column.columnSize,
        column.decimalDigits,
        column.numPrecRadix,
        column.nullable,
        column.charOctetLength,
        column.ordinalPosition,
        column.isNullable,
        "NO",
        "NO");
    this.remarks = remarks;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import org.apache.calcite.avatica.MetaImpl.MetaTable;
import org.jspecify.annotations.Nullable;

/** A row of {@link java.sql.DatabaseMetaData#getTables}, with the comment on the table. */
@SuppressWarnings("HidingField") // Avatica reads public fields by name, and its own is always null
public final class RemarkedTable extends MetaTable {
  /** Comment on the table. */
  public final @Nullable String remarks;

  /** Creates a row. */
  public RemarkedTable(
      String catalog, String schema, String name, String type, @Nullable String remarks) {
    super(catalog, schema, name, type);
    this.remarks = remarks;
  }
}

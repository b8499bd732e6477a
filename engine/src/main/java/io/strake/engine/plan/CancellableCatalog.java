/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.List;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Catalog of one statement that ends its validation when nobody waits for it any more. The
 * validator comes here for every table and name, and looks at no flag itself. Not thread-safe.
 */
final class CancellableCatalog extends CalciteCatalogReader {
  private final Runnable checkCancel;

  /**
   * Creates a catalog.
   *
   * @param checkCancel throws if planning is cancelled
   */
  CancellableCatalog(
      CalciteSchema rootSchema,
      List<String> path,
      RelDataTypeFactory typeFactory,
      CalciteConnectionConfig config,
      Runnable checkCancel) {
    super(rootSchema, path, typeFactory, config);
    this.checkCancel = checkCancel;
  }

  @Override
  public Prepare.@Nullable PreparingTable getTable(List<String> names) {
    checkCancel.run();
    return super.getTable(names);
  }

  @Override
  public SqlNameMatcher nameMatcher() {
    if (checkCancel != null) { // the constructor of the class above comes here, too
      checkCancel.run();
    }
    return super.nameMatcher();
  }
}

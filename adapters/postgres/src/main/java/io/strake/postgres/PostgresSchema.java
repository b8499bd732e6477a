/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import com.google.common.collect.ImmutableMultimap;
import com.google.common.collect.Multimap;
import io.strake.planner.FederatedSource;
import java.util.Map;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * One schema of a PostgreSQL database; its tables, views, materialised views and foreign tables,
 * and the table function {@code query(sql)}.
 *
 * <p>Thread-safe. The catalog is read at first use and again after {@link
 * PostgresOptions#metadataTtl()}.
 */
public final class PostgresSchema extends AbstractSchema implements FederatedSource {
  private final PostgresOptions options;
  private final PostgresDatabase database;
  private final PostgresCatalog catalog;

  PostgresSchema(String name, PostgresOptions options, PostgresDatabase database) {
    this.options = options;
    this.database = database;
    this.catalog = new PostgresCatalog("postgres source '" + name + "'", options, database);
  }

  /** Returns the settings. */
  public PostgresOptions options() {
    return options;
  }

  PostgresDatabase database() {
    return database;
  }

  @Override
  public String kind() {
    return "postgres";
  }

  @Override
  public String location() {
    return options.location();
  }

  @Override
  public void check() {
    database.check();
  }

  @Override
  public boolean isMutable() {
    return false;
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return catalog.tables();
  }

  @Override
  protected Multimap<String, Function> getFunctionMultimap() {
    return ImmutableMultimap.of(QueryFunction.NAME, new QueryFunction(database, options));
  }

  /** The server plans the statement that it is sent, with its constants. */
  @Override
  public boolean plansForAnyConstant() {
    return true;
  }

  /** Gives up the connections; they are closed when no other schema of the model uses them. */
  @Override
  public void close() {
    database.release(this);
  }
}

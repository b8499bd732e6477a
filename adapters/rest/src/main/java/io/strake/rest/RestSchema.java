/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import com.google.common.collect.ImmutableMap;
import io.strake.planner.FederatedSource;
import io.strake.rest.http.RestClient;
import io.strake.rest.model.EndpointSpec;
import io.strake.rest.plan.RestConvention;
import java.util.Map;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;

/**
 * Schema of the endpoints of one API. Thread-safe.
 *
 * <p>Whoever made it closes it, which releases its connections.
 */
public final class RestSchema extends AbstractSchema implements FederatedSource {
  private final RestClient client;
  private final String location;
  private final ImmutableMap<String, Table> tables;

  /**
   * Creates a schema; does no I/O.
   *
   * @param name name of the source
   * @param options its settings
   */
  public RestSchema(String name, RestOptions options) {
    this.client = new RestClient(name, options.connection());
    this.location = options.connection().location();
    RestConvention convention = new RestConvention(name);
    ImmutableMap.Builder<String, Table> builder = ImmutableMap.builder();
    for (EndpointSpec endpoint : options.endpoints()) {
      builder.put(endpoint.name(), new RestTable(client, convention, endpoint));
    }
    this.tables = builder.build();
  }

  @Override
  protected Map<String, Table> getTableMap() {
    return tables;
  }

  @Override
  public String kind() {
    return "rest";
  }

  @Override
  public String location() {
    return location;
  }

  @Override
  public void check() {
    client.check();
  }

  @Override
  public void close() {
    client.close();
  }
}

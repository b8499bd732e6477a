/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import io.strake.rest.http.RestClient;
import io.strake.rest.model.ColumnSpec;
import io.strake.rest.model.EndpointSpec;
import io.strake.rest.plan.RestConvention;
import io.strake.rest.plan.RestTableScan;
import io.strake.rest.scan.RequestSpec;
import java.util.List;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractTable;

/** Table over an endpoint. Immutable; no method does I/O. */
final class RestTable extends AbstractTable implements TranslatableTable {
  private final RestClient client;
  private final RestConvention convention;
  private final EndpointSpec endpoint;

  RestTable(RestClient client, RestConvention convention, EndpointSpec endpoint) {
    this.client = client;
    this.convention = convention;
    this.endpoint = endpoint;
  }

  @Override
  public RelDataType getRowType(RelDataTypeFactory typeFactory) {
    RelDataTypeFactory.Builder builder = typeFactory.builder();
    for (ColumnSpec column : endpoint.columns()) {
      builder.add(column.name(), column.toRelDataType(typeFactory));
    }
    return builder.build();
  }

  @Override
  public Statistic getStatistic() {
    return endpoint.rowCount().isPresent()
        ? Statistics.of((double) endpoint.rowCount().getAsLong(), List.of())
        : Statistics.UNKNOWN;
  }

  @Override
  public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
    return RestTableScan.create(
        context.getCluster(), convention, table, client, RequestSpec.all(endpoint));
  }
}

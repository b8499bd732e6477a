/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.planner.cost.TransferCost;
import io.strake.rest.http.RestClient;
import io.strake.rest.model.ColumnSpec;
import io.strake.rest.model.ParameterSpec;
import io.strake.rest.scan.Binding;
import io.strake.rest.scan.RequestSpec;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Scan of an endpoint, with the part of the query that the API takes over. Immutable.
 *
 * <p>It begins as a logical expression, so that one rule finds what another one has made: the
 * planner looks for the input of a logical expression among logical expressions only. {@link
 * RestScanRule} then gives it to the source.
 */
public final class RestTableScan extends TableScan implements RestRel {
  /**
   * Cost of a scan that lacks a required parameter: more than anything that can run, but finite, so
   * that a plan exists whose execution says what is missing. With an infinite cost Calcite's own
   * planner would fail with a message that names neither the column nor the remedy.
   */
  static final double PROHIBITIVE_COST = 1e60;

  private static final double DEFAULT_ROWS = 1000;
  private static final double BOUND_VALUE_SELECTIVITY = 0.1;
  private static final double DEFAULT_PAGE_ROWS = 100;

  private final RestConvention convention;
  private final RestClient client;
  private final RequestSpec request;

  private RestTableScan(
      RelOptCluster cluster,
      RelTraitSet traits,
      RestConvention convention,
      RelOptTable table,
      RestClient client,
      RequestSpec request) {
    super(cluster, traits, List.of(), table);
    this.convention = convention;
    this.client = client;
    this.request = request;
  }

  /** Returns a logical scan whose source has the given convention. */
  public static RestTableScan create(
      RelOptCluster cluster,
      RestConvention convention,
      RelOptTable table,
      RestClient client,
      RequestSpec request) {
    return new RestTableScan(
        cluster, cluster.traitSetOf(Convention.NONE), convention, table, client, request);
  }

  @Override
  public RequestSpec request() {
    return request;
  }

  @Override
  public String sourceName() {
    return client.name();
  }

  @Override
  public RestClient client() {
    return client;
  }

  /** The rules have no state, so once per planner is enough. */
  @Override
  public void register(RelOptPlanner planner) {
    planner.addRule(RestFilterRule.INSTANCE);
    planner.addRule(RestProjectRule.INSTANCE);
    planner.addRule(RestLimitRule.INSTANCE);
    planner.addRule(RestScanRule.INSTANCE);
  }

  /** Returns whether this scan has not been given to its source yet. */
  boolean isLogical() {
    return getConvention() == Convention.NONE;
  }

  /** Returns this scan in the convention of its source. */
  RestTableScan toSource() {
    return (RestTableScan) copy(traitSet.replace(convention), List.of());
  }

  /** Returns a scan of the same table with another request. */
  RestTableScan withRequest(RequestSpec newRequest) {
    return new RestTableScan(getCluster(), traitSet, convention, table, client, newRequest);
  }

  /** Returns this scan with some of its columns, given by their positions in its rows. */
  RestTableScan withFields(List<Integer> fields) {
    return withRequest(request.withColumns(fields.stream().map(request.columns()::get).toList()));
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new RestTableScan(getCluster(), traits, convention, table, client, request);
  }

  @Override
  public RelNode project(
      ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields, RelBuilder relBuilder) {
    return extraFields.isEmpty() && !fieldsUsed.isEmpty()
        ? withFields(fieldsUsed.asList())
        : super.project(fieldsUsed, extraFields, relBuilder);
  }

  @Override
  public RelDataType deriveRowType() {
    RelDataTypeFactory.Builder builder = getCluster().getTypeFactory().builder();
    request.columns().forEach(i -> builder.add(table.getRowType().getFieldList().get(i)));
    return builder.build();
  }

  @Override
  public double estimateRowCount(RelMetadataQuery mq) {
    double rows =
        request.endpoint().rowCount().isPresent()
            ? (double) request.endpoint().rowCount().getAsLong()
            : DEFAULT_ROWS;
    for (Binding binding : request.bindings()) {
      rows *= Math.min(1, binding.count() * BOUND_VALUE_SELECTIVITY);
    }
    return Math.max(1, Math.min(rows, (double) request.limit().orElse(Long.MAX_VALUE)));
  }

  @Override
  public RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery mq) {
    if (!request.unbound().isEmpty()) {
      return prohibitive(planner);
    }
    double rows = mq.getRowCount(this) * TransferCost.PUSHED_DOWN_FACTOR;
    return planner.getCostFactory().makeCost(rows, rows, 0);
  }

  /** Returns how many requests the scan is expected to take. */
  double estimateRequests(RelMetadataQuery mq) {
    if (request.endpoint().pagination().maxPages() == 1) {
      return request.combinations();
    }
    double pageRows = request.endpoint().pagination().pageSize().orElse((int) DEFAULT_PAGE_ROWS);
    return Math.max(request.combinations(), Math.ceil(mq.getRowCount(this) / pageRows));
  }

  static RelOptCost prohibitive(RelOptPlanner planner) {
    return planner.getCostFactory().makeCost(PROHIBITIVE_COST, PROHIBITIVE_COST, PROHIBITIVE_COST);
  }

  @Override
  public RelWriter explainTerms(RelWriter pw) {
    List<String> unbound = request.unbound().stream().map(ParameterSpec::column).toList();
    return super.explainTerms(pw)
        .item("request", request.describe())
        .item("columns", request.columnSpecs().stream().map(ColumnSpec::name).toList())
        .itemIf("limit", request.limit().orElse(0), request.limit().isPresent())
        .itemIf("unbound", unbound, !unbound.isEmpty());
  }
}

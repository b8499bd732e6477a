/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.join;

import io.strake.planner.metadata.FederationMetadata;
import io.strake.planner.type.StrakeTypeFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.calcite.DataContext;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.interpreter.Interpreter;
import org.apache.calcite.linq4j.QueryProvider;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.JaninoRelMetadataProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.metadata.RelMetadataQueryBase;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.tools.Frameworks;
import org.apache.calcite.tools.Planner;
import org.jspecify.annotations.Nullable;

/** From SQL over claiming tables to logical operators, their order of joins, and their rows. */
final class JoinQueries {
  private final SchemaPlus schema = Frameworks.createRootSchema(false);

  JoinQueries(Map<String, ClaimingTable> tables) {
    tables.forEach((name, table) -> schema.add(name, table.table()));
  }

  /** Returns a query with its filters at the tables and joins that they belong to. */
  RelNode parse(String sql) throws Exception {
    try (Planner planner =
        Frameworks.getPlanner(
            Frameworks.newConfigBuilder()
                .defaultSchema(schema)
                .parserConfig(SqlParser.config().withCaseSensitive(false))
                .build())) {
      RelNode rel = planner.rel(planner.validate(planner.parse(sql))).project();
      RelMetadataQueryBase.THREAD_PROVIDERS.set(
          JaninoRelMetadataProvider.of(FederationMetadata.PROVIDER));
      rel.getCluster().setMetadataProvider(FederationMetadata.PROVIDER);
      rel.getCluster().setMetadataQuerySupplier(RelMetadataQuery::instance);
      rel.getCluster().invalidateMetadataQuery();
      return pushFilters(rel);
    }
  }

  static RelNode pushFilters(RelNode rel) {
    HepPlanner planner =
        new HepPlanner(
            new HepProgramBuilder()
                .addRuleInstance(CoreRules.FILTER_INTO_JOIN)
                .addRuleInstance(CoreRules.JOIN_CONDITION_PUSH)
                .build());
    planner.setRoot(rel);
    return planner.findBestExp();
  }

  /** Returns how tables are joined, such as {@code ((a b) left (c d))}. */
  static String order(RelNode rel) {
    if (rel instanceof TableScan scan) {
      List<String> name = scan.getTable().getQualifiedName();
      return name.get(name.size() - 1);
    }
    if (rel instanceof Join join) {
      String type =
          join.getJoinType() == JoinRelType.INNER
              ? (join.getCondition().isAlwaysTrue() ? " x " : " ")
              : " " + join.getJoinType().lowerName + " ";
      return "(" + order(join.getLeft()) + type + order(join.getRight()) + ")";
    }
    return order(rel.getInput(0));
  }

  /** Runs a query by Calcite's interpreter; returns its rows as texts in ascending order. */
  static List<String> rows(RelNode rel) {
    List<String> rows = new ArrayList<>();
    try (Interpreter interpreter = new Interpreter(new NoContext(), rel)) {
      interpreter.forEach(row -> rows.add(Arrays.toString(row)));
    }
    rows.sort(null);
    return rows;
  }

  /** What scans and expressions get to see: nothing. */
  private record NoContext() implements DataContext {
    @Override
    public @Nullable SchemaPlus getRootSchema() {
      return null;
    }

    @Override
    public JavaTypeFactory getTypeFactory() {
      return new StrakeTypeFactory();
    }

    @Override
    public QueryProvider getQueryProvider() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Object get(String name) {
      return null;
    }
  }
}

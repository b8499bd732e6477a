/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static java.util.Objects.requireNonNull;

import io.strake.planner.FederatedSource;
import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.postgres.PostgresSchemaFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.ViewExpanders;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.schema.lookup.LikePattern;

/**
 * PostgreSQL without pushdown: tables are read whole, and the local engine does the rest. Called by
 * the model.
 */
public final class ScanOnlySchemaFactory implements SchemaFactory {
  /** Creates a factory; called by the model. */
  public ScanOnlySchemaFactory() {}

  @Override
  public Schema create(SchemaPlus parent, String name, Map<String, Object> operand) {
    return new ScanOnlySchema(new PostgresSchemaFactory().create(parent, name, operand));
  }

  private static final class ScanOnlySchema extends AbstractSchema implements FederatedSource {
    private final Schema pushing;
    private final FederatedSource source;

    ScanOnlySchema(Schema pushing) {
      this.pushing = pushing;
      this.source = (FederatedSource) pushing;
    }

    @Override
    protected Map<String, Table> getTableMap() {
      Map<String, Table> tables = new LinkedHashMap<>();
      for (String name : pushing.tables().getNames(LikePattern.any())) {
        tables.put(name, new ScanOnlyTable((TranslatableTable) pushing.tables().get(name)));
      }
      return tables;
    }

    @Override
    public boolean isMutable() {
      return false;
    }

    @Override
    public String kind() {
      return source.kind();
    }

    @Override
    public String location() {
      return source.location();
    }

    @Override
    public void check() {
      source.check();
    }

    @Override
    public void close() {
      source.close();
    }
  }

  private static final class ScanOnlyTable extends AbstractTable implements TranslatableTable {
    private final TranslatableTable pushing;

    ScanOnlyTable(TranslatableTable pushing) {
      this.pushing = pushing;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      return pushing.getRowType(types);
    }

    @Override
    public Statistic getStatistic() {
      return pushing.getStatistic();
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
      return new WholeScan(context.getCluster(), table, pushing);
    }
  }

  /** A scan that no rule of the adapter sees. */
  private static final class WholeScan extends TableScan implements ArrowRel {
    private final TranslatableTable pushing;

    WholeScan(RelOptCluster cluster, RelOptTable table, TranslatableTable pushing) {
      super(cluster, cluster.traitSetOf(ArrowConvention.INSTANCE), List.of(), table);
      this.pushing = pushing;
    }

    @Override
    public RelNode copy(RelTraitSet traitSet, List<RelNode> inputs) {
      return this;
    }

    @Override
    public void register(RelOptPlanner planner) {
      ArrowConvention.INSTANCE.register(planner);
    }

    @Override
    public ArrowReader execute(ExecutionContext context) {
      VolcanoPlanner planner = new VolcanoPlanner();
      planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
      RelOptCluster cluster =
          RelOptCluster.create(planner, new RexBuilder(getCluster().getTypeFactory()));
      RelNode scan = pushing.toRel(ViewExpanders.simpleContext(cluster), table);
      RelTraitSet batches = scan.getTraitSet().replace(ArrowConvention.INSTANCE);
      planner.setRoot(planner.changeTraits(scan, batches));
      return ((ArrowRel) requireNonNull(planner.findBestExp())).execute(context);
    }
  }
}

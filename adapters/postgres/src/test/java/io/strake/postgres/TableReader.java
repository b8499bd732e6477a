/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static java.util.Objects.requireNonNull;

import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.linq4j.tree.Expression;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.ViewExpanders;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;

/** Reader of whole tables through the adapter, with Strake's types. */
final class TableReader {
  private TableReader() {}

  /** Returns the plan that reads a table and does nothing else. */
  @SuppressWarnings("deprecation") // the overload without an expression is the newest for tables
  static ArrowRel scan(PostgresSchema schema, String name, RelDataTypeFactory typeFactory) {
    PostgresTable table = (PostgresTable) requireNonNull(schema.tables().get(name), name);
    VolcanoPlanner planner = new VolcanoPlanner();
    planner.addRelTraitDef(ConventionTraitDef.INSTANCE);
    RelOptCluster cluster = RelOptCluster.create(planner, new RexBuilder(typeFactory));
    RelOptTable relTable =
        RelOptTableImpl.create(
            null, table.getRowType(typeFactory), List.of("pg", name), table, (Expression) null);
    RelNode scan = table.toRel(ViewExpanders.simpleContext(cluster), relTable);
    return new PostgresToArrowConverter(
        cluster,
        scan.getTraitSet().replace(io.strake.planner.arrow.ArrowConvention.INSTANCE),
        scan);
  }

  static ArrowRel scan(PostgresSchema schema, String name) {
    return scan(schema, name, new StrakeTypeFactory());
  }

  /** Returns the rows of a table, cells separated by a bar, after the schema of the vectors. */
  static List<String> read(PostgresSchema schema, String name) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        ArrowReader reader =
            scan(schema, name).execute(ExecutionContext.builder(allocator).build())) {
      List<String> rows = new ArrayList<>();
      while (reader.loadNextBatch()) {
        for (int row = 0; row < reader.getVectorSchemaRoot().getRowCount(); row++) {
          List<String> cells = new ArrayList<>();
          for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
            Object value = vector.getObject(row);
            cells.add(
                value instanceof byte[] bytes
                    ? java.util.HexFormat.of().formatHex(bytes)
                    : String.valueOf(value));
          }
          rows.add(String.join("|", cells));
        }
      }
      return rows;
    }
  }
}

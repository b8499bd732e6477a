/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.planner.arrow.ArrowConvention;
import io.strake.planner.arrow.ArrowRel;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * A schema of streams that are made while they are read: {@code big} and {@code small} with the
 * keys from 0 on in another order, {@code blocked}, whose rows never come, and {@code first} and
 * {@code second}, each of which has rows only once the other one is asked too. Called by the model.
 */
public final class StreamedSchemaFactory implements SchemaFactory {
  /** Rows of {@code big}. */
  static final int LARGE = 1 << 20;

  /** Rows of {@code small}. */
  static final int SMALL = 1000;

  /** Model with this schema alone. */
  static final String MODEL =
      """
      inline:{"version": "1.0", "defaultSchema": "streamed", "schemas": [
        {"name": "streamed", "type": "custom", "factory": "%s", "operand": {}}]}
      """
          .formatted(StreamedSchemaFactory.class.getName());

  private static final int BATCH_ROWS = 8192;
  private static final String PADDING = "x".repeat(80);

  /** Creates a factory; called by the model. */
  public StreamedSchemaFactory() {}

  @Override
  public org.apache.calcite.schema.Schema create(
      SchemaPlus parent, String name, Map<String, Object> operand) {
    CyclicBarrier both = new CyclicBarrier(2);
    Map<String, Table> tables =
        Map.of(
            "big", new Stream(LARGE, Rows::new),
            "small", new Stream(SMALL, Rows::new),
            "blocked", new Stream(SMALL, (context, schema, rows) -> new Blocked(context, schema)),
            "first", new Stream(SMALL, (context, schema, rows) -> meet(both, context, schema)),
            "second", new Stream(SMALL, (context, schema, rows) -> meet(both, context, schema)));
    return new AbstractSchema() {
      @Override
      protected Map<String, Table> getTableMap() {
        return tables;
      }
    };
  }

  private static ArrowReader meet(CyclicBarrier both, ExecutionContext context, Schema schema) {
    return new Rows(context, schema, SMALL) {
      private boolean hasMet;

      @Override
      protected boolean fill(VectorSchemaRoot root) {
        try {
          if (!hasMet) {
            both.await(30, TimeUnit.SECONDS);
            hasMet = true;
          }
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
          throw new IllegalStateException("the other table is not read at the same time", e);
        }
        return super.fill(root);
      }
    };
  }

  /** How the rows of a table are read. */
  private interface Reading {
    ArrowReader open(ExecutionContext context, Schema schema, int rows);
  }

  /** Returns the text that belongs to a key. */
  static String text(long key) {
    return key * 0x9E3779B97F4A7C15L + PADDING;
  }

  /** A table: key and text. */
  private static final class Stream extends AbstractTable implements TranslatableTable {
    private final int rows;
    private final Reading reading;

    Stream(int rows, Reading reading) {
      this.rows = rows;
      this.reading = reading;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
      return types.builder().add("k", SqlTypeName.BIGINT).add("s", SqlTypeName.VARCHAR).build();
    }

    @Override
    public Statistic getStatistic() {
      return Statistics.of((double) rows, List.of());
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
      return new Scan(context.getCluster(), table, this);
    }

    ArrowReader read(ExecutionContext context) {
      Schema schema = ArrowTypes.toSchema(getRowType(new StrakeTypeFactory()));
      return reading.open(context, schema, rows);
    }
  }

  /** A scan of all columns. */
  private static final class Scan extends TableScan implements ArrowRel {
    private final Stream stream;

    Scan(RelOptCluster cluster, RelOptTable table, Stream stream) {
      super(cluster, cluster.traitSetOf(ArrowConvention.INSTANCE), List.of(), table);
      this.stream = stream;
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
      return stream.read(context);
    }
  }

  /** Rows in an order that is not the one of the keys. */
  private static class Rows extends BatchReader {
    private static final long STEP = 7919; // prime to all numbers of rows

    private final ExecutionContext context;
    private final int rows;
    private int next;

    Rows(ExecutionContext context, Schema schema, int rows) {
      super(context.allocator(), schema);
      this.context = context;
      this.rows = rows;
    }

    @Override
    protected boolean fill(VectorSchemaRoot root) {
      context.checkActive();
      int count = Math.min(BATCH_ROWS, rows - next);
      BigIntVector keys = (BigIntVector) root.getVector(0);
      VarCharVector texts = (VarCharVector) root.getVector(1);
      for (int i = 0; i < count; i++) {
        long key = (next + i) * STEP % rows;
        keys.setSafe(i, key);
        texts.setSafe(i, text(key).getBytes(StandardCharsets.US_ASCII));
      }
      root.setRowCount(count);
      next += count;
      return count > 0;
    }

    @Override
    protected void release() {
      next = rows;
    }
  }

  /** A source that does not answer until the statement is stopped. */
  private static final class Blocked extends BatchReader {
    private final ExecutionContext context;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final ExecutionContext.Registration onCancel;

    Blocked(ExecutionContext context, Schema schema) {
      super(context.allocator(), schema);
      this.context = context;
      this.onCancel = context.onCancel(stopped::countDown);
    }

    @Override
    protected boolean fill(VectorSchemaRoot root) throws IOException {
      try {
        stopped.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      context.checkActive();
      throw new IllegalStateException("stopped without a reason");
    }

    @Override
    protected void release() {
      onCancel.close();
    }
  }
}

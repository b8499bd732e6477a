/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks;

import io.strake.benchmarks.memory.MemoryTable;
import io.strake.benchmarks.memory.MemoryTables;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.PreparedQuery;
import io.strake.engine.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.NullUnmarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to plan a statement that joins several tables and is not in the plan cache: the
 * whole of {@code QueryService.prepare}.
 *
 * <pre>
 *   ./strake bench jmh PlanningBenchmark
 * </pre>
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 4)
@Measurement(iterations = 3, time = 4)
@Fork(1)
public class PlanningBenchmark {
  /** How the tables hang together. */
  public enum Shape {
    /** Each table with the next one. */
    CHAIN,
    /** All tables with the first one. */
    STAR,
    /** All tables by the same key, so that every pair is connected. */
    CLIQUE
  }

  private static final int MOST_TABLES = 12;
  private static final int FEWEST_ROWS = 64;

  /** Called by JMH. */
  public PlanningBenchmark() {}

  /** Plans a statement that nobody has asked for before. */
  @Benchmark
  public PreparedQuery plan(Engine engine) {
    return engine.engine.queries().prepare(engine.next(), Session.ANONYMOUS);
  }

  /** An engine over tables that know their keys. */
  @NullUnmarked // JMH calls open() before anything else
  @State(Scope.Thread)
  public static class Engine {
    /** Number of tables that are joined. */
    @Param({"2", "4", "6", "8", "10", "12"})
    public int tables;

    /** How they are joined. */
    @Param({"CHAIN", "STAR", "CLIQUE"})
    public Shape shape;

    private final Map<String, MemoryTable> stored = new LinkedHashMap<>();
    private BufferAllocator allocator;
    private FederationEngine engine;
    private int number;

    /** Called by JMH. */
    public Engine() {}

    /** Makes the tables and starts the engine; called by JMH. */
    @Setup
    public void open() {
      allocator = new RootAllocator();
      for (int i = 0; i < MOST_TABLES; i++) {
        stored.put("t" + i, table(FEWEST_ROWS << i));
      }
      MemoryTables.register("planning", stored);
      engine =
          FederationEngine.open(
              EngineOptions.of(
                  """
                  inline:{"version": "1.0", "defaultSchema": "m", "schemas": [{
                    "name": "m", "type": "custom", "operand": {"tables": "planning"},
                    "factory": "io.strake.benchmarks.memory.MemorySchemaFactory"}]}
                  """));
    }

    /** Ends what {@link #open} started; called by JMH. */
    @TearDown
    public void close() {
      engine.close();
      MemoryTables.unregister("planning");
      stored.values().forEach(MemoryTable::close);
      allocator.close();
    }

    private String next() {
      StringBuilder sql = new StringBuilder("SELECT t0.v, COUNT(*) AS c" + number++);
      sql.append(", SUM(t1.v) FROM t0");
      for (int i = 1; i < tables; i++) {
        sql.append(" JOIN t").append(i).append(" ON ").append(condition(i));
      }
      return sql.append(" WHERE t1.v < 100 GROUP BY t0.v ORDER BY 2 DESC LIMIT 10").toString();
    }

    private String condition(int table) {
      return switch (shape) {
        case CHAIN -> String.format(Locale.ROOT, "t%d.k = t%d.f1", table, table - 1);
        case STAR -> String.format(Locale.ROOT, "t%d.k = t0.f%d", table, table);
        case CLIQUE -> String.format(Locale.ROOT, "t%d.k = t%d.k", table, table - 1);
      };
    }

    private MemoryTable table(int rows) {
      RelProtoDataType rowType =
          factory -> {
            RelDataTypeFactory.Builder builder = factory.builder();
            builder.add("k", SqlTypeName.BIGINT).add("v", SqlTypeName.BIGINT);
            for (int i = 1; i < MOST_TABLES; i++) {
              builder.add("f" + i, SqlTypeName.BIGINT);
            }
            return builder.build();
          };
      List<FieldVector> columns = new ArrayList<>();
      columns.add(column("k", rows));
      columns.add(column("v", rows));
      for (int i = 1; i < MOST_TABLES; i++) {
        columns.add(column("f" + i, rows));
      }
      VectorSchemaRoot batch = new VectorSchemaRoot(columns);
      batch.setRowCount(rows);
      return new MemoryTable(rowType, List.of(batch), List.of(ImmutableBitSet.of(0)), Map.of());
    }

    private FieldVector column(String name, int rows) {
      BigIntVector column = new BigIntVector(name, allocator);
      column.allocateNew(rows);
      for (int i = 0; i < rows; i++) {
        column.set(i, i);
      }
      column.setValueCount(rows);
      return column;
    }
  }
}

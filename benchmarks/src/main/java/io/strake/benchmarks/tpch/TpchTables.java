/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.benchmarks.memory.MemoryTable;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelProtoDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The eight tables of TPC-H in memory, with the contents that dbgen makes.
 *
 * <p>Keys are BIGINT, amounts DECIMAL(12, 2), dates DATE. Texts whose values always have the full
 * length are CHAR, the others VARCHAR. No column is nullable. The tables know their keys and the
 * number of distinct values of their columns, as a database knows them that was analysed.
 */
public final class TpchTables {
  private static final int MONEY_PRECISION = 12;
  private static final int MONEY_SCALE = 2;

  /** Name and columns of the primary key. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "region", List.of("r_regionkey"),
          "nation", List.of("n_nationkey"),
          "supplier", List.of("s_suppkey"),
          "customer", List.of("c_custkey"),
          "part", List.of("p_partkey"),
          "partsupp", List.of("ps_partkey", "ps_suppkey"),
          "orders", List.of("o_orderkey"),
          "lineitem", List.of("l_orderkey", "l_linenumber"));

  private static final Set<String> FULL_LENGTH =
      Set.of("l_returnflag", "l_linestatus", "o_orderstatus", "c_phone", "s_phone");

  private TpchTables() {}

  /**
   * Makes all tables; the caller closes them, then the allocator.
   *
   * @param scale scale factor; 1 makes six million line items in about 1.5 GiB
   */
  public static Map<String, MemoryTable> generate(BufferAllocator allocator, double scale) {
    Map<String, MemoryTable> tables = new LinkedHashMap<>();
    try {
      for (TpchTable<?> table : TpchTable.getTables()) {
        tables.put(name(table), generate(allocator, table, scale));
      }
      return tables;
    } catch (RuntimeException | Error e) {
      tables.values().forEach(MemoryTable::close);
      throw e;
    }
  }

  /** Makes one table; the caller closes it, then the allocator. */
  public static MemoryTable generate(BufferAllocator allocator, String table, double scale) {
    return generate(allocator, TpchTable.getTable(table), scale);
  }

  private static String name(TpchTable<?> table) {
    return table.getTableName();
  }

  private static <E extends TpchEntity> MemoryTable generate(
      BufferAllocator allocator, TpchTable<E> table, double scale) {
    RelProtoDataType rowType = factory -> rowType(factory, table);
    List<VectorSchemaRoot> batches = TpchBatches.of(allocator, table, rowType, scale);
    List<String> names = table.getColumns().stream().map(TpchColumn::getColumnName).toList();
    ImmutableBitSet key =
        ImmutableBitSet.of(KEYS.get(name(table)).stream().map(names::indexOf).toList());
    long rows = batches.stream().mapToLong(VectorSchemaRoot::getRowCount).sum();
    return new MemoryTable(rowType, batches, List.of(key), distinctValues(names, rows, scale));
  }

  private static RelDataType rowType(RelDataTypeFactory factory, TpchTable<?> table) {
    RelDataTypeFactory.Builder builder = factory.builder();
    for (TpchColumn<?> column : table.getColumns()) {
      String name = column.getColumnName();
      switch (column.getType().getBase()) {
        case IDENTIFIER -> builder.add(name, SqlTypeName.BIGINT);
        case INTEGER -> builder.add(name, SqlTypeName.INTEGER);
        case DATE -> builder.add(name, SqlTypeName.DATE);
        case DOUBLE -> builder.add(name, SqlTypeName.DECIMAL, MONEY_PRECISION, MONEY_SCALE);
        case VARCHAR -> {
          SqlTypeName type = FULL_LENGTH.contains(name) ? SqlTypeName.CHAR : SqlTypeName.VARCHAR;
          builder.add(name, type, Math.toIntExact(column.getType().getPrecision().orElseThrow()));
        }
        default -> throw new IllegalArgumentException("TPC-H: type of column " + name);
      }
    }
    return builder.build();
  }

  /** Returns what the specification says of the columns that queries join, group or compare. */
  private static Map<String, Double> distinctValues(List<String> columns, long rows, double scale) {
    Map<String, Double> all = new HashMap<>(TpchDistinctValues.FIXED);
    TpchDistinctValues.PER_SCALE.forEach(
        (name, count) -> all.put(name, Math.max(1, count * scale)));
    all.keySet().retainAll(columns);
    all.replaceAll((name, count) -> Math.min(count, rows));
    return all;
  }
}

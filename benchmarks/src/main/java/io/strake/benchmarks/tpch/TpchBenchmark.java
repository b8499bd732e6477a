/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.tpch;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.benchmarks.Timing;
import io.strake.benchmarks.memory.MemoryTable;
import io.strake.benchmarks.memory.MemoryTables;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The measurement of the local engine: queries of TPC-H over streams from memory, against Calcite's
 * Enumerable convention over the same streams and against DuckDB over tables of its own.
 *
 * <pre>
 *   ./strake bench tpch --sf 1 --queries 1,3,5,18
 * </pre>
 *
 * <p>The engines take turns in one process, so that whatever else happens on the machine happens to
 * all of them. Ends with 1 if their answers differ.
 */
@Command(
    name = "strake bench tpch",
    sortOptions = false,
    description = "Measures queries of TPC-H over streams from memory.")
public final class TpchBenchmark implements Callable<Integer> {
  private static final String TABLES = "tpch-benchmark";
  private static final String MODEL =
      """
      inline:{
        "version": "1.0",
        "defaultSchema": "tpch",
        "schemas": [{
          "name": "tpch",
          "type": "custom",
          "factory": "io.strake.benchmarks.memory.MemorySchemaFactory",
          "operand": {"tables": "%s"}
        }]
      }
      """
          .formatted(TABLES);

  /** What can be measured. */
  enum Engine {
    /** The local engine, through the query service. */
    LOCAL,
    /** Calcite's Enumerable over the same streams. */
    ENUMERABLE,
    /** DuckDB over its own tables. */
    DUCKDB,
    /** DuckDB taking in the streams only. */
    STREAMS
  }

  @Option(names = "--sf", paramLabel = "N", description = "Scale factor; 1 by default.")
  private double scale = 1;

  @Option(
      names = "--queries",
      split = ",",
      paramLabel = "N",
      description = "Numbers of queries; 1,3,5,18 by default.")
  private List<Integer> queries = List.of(1, 3, 5, 18);

  @Option(
      names = "--engines",
      split = ",",
      paramLabel = "NAME",
      description = "Of local, enumerable, duckdb and streams; all by default.")
  private List<Engine> engines = List.of(Engine.values());

  @Option(names = "--runs", paramLabel = "N", description = "Measured runs; 5 by default.")
  private int runs = 5;

  @Option(names = "--warm-up", paramLabel = "N", description = "Runs before; 2 by default.")
  private int warmUp = 2;

  @Option(names = "--threads", paramLabel = "N", description = "Threads of DuckDB; 2 by default.")
  private int threads = 2;

  @Option(names = "--plans", description = "Print the plans of the local engine.")
  private boolean plans;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;
  private final Map<Engine, QueryEngine> opened = new LinkedHashMap<>();

  TpchBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Runs the measurement and ends the process: with 0, 1 for a failure or 2 for wrong options. */
  public static void main(String[] args) {
    BenchmarkCommand.run(new TpchBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    if (scale <= 0 || runs < 1 || warmUp < 0 || threads < 1) {
      out.println("strake bench tpch: --sf, --runs and --threads must be positive");
      return CommandLine.ExitCode.USAGE;
    }
    try (BufferAllocator allocator = new RootAllocator()) {
      out.printf(Locale.ROOT, "generating scale factor %s ...%n", scale);
      Map<String, MemoryTable> tables = TpchTables.generate(allocator, scale);
      MemoryTables.register(TABLES, tables);
      try {
        open(tables);
        return measure() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
      } finally {
        for (QueryEngine engine : opened.values()) {
          engine.close();
        }
        MemoryTables.unregister(TABLES);
        tables.values().forEach(MemoryTable::close);
      }
    }
  }

  private void open(Map<String, MemoryTable> tables) throws SQLException, IOException {
    for (Engine engine : engines) {
      opened.put(
          engine,
          switch (engine) {
            case LOCAL -> new StrakeQueries(MODEL, threads);
            case ENUMERABLE -> new EnumerableQueries(TABLES);
            case DUCKDB -> new DuckDbQueries(tables, threads);
            case STREAMS -> new StreamsOnly(tables, new StrakeQueries(MODEL, threads), threads);
          });
    }
  }

  private boolean measure() throws Exception {
    boolean isRight = true;
    TpchReport report = new TpchReport();
    for (int number : queries) {
      String sql = TpchQueries.text(number, scale);
      if (plans && opened.get(Engine.LOCAL) instanceof StrakeQueries local) {
        out.println(local.plan(sql));
      }
      Map<Engine, Timing> timings = new LinkedHashMap<>();
      for (int run = -warmUp; run < runs; run++) {
        isRight &= runAll(number, sql, run < 0 ? new LinkedHashMap<>() : timings);
      }
      report.add(number, timings);
    }
    out.print(report.text(scale, threads, runs));
    return isRight;
  }

  private boolean runAll(int number, String sql, Map<Engine, Timing> timings) throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (Map.Entry<Engine, QueryEngine> entry : opened.entrySet()) {
      Answer answer =
          timings
              .computeIfAbsent(entry.getKey(), any -> new Timing())
              .measure(() -> entry.getValue().run(sql));
      if (entry.getKey() != Engine.STREAMS) {
        answers.add(answer);
      }
    }
    for (Answer answer : answers) {
      Optional<String> difference = answer.differenceFrom(answers.get(0));
      if (difference.isPresent()) {
        out.println("wrong: query " + number + ": the engines differ, " + difference.get());
        return false;
      }
    }
    return true;
  }
}

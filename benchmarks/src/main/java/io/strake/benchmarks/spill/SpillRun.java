/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.spill;

import io.strake.benchmarks.JavaProcess;
import io.strake.benchmarks.ProcessMemory;
import io.strake.benchmarks.SpillWatch;
import io.strake.benchmarks.generated.GeneratedSchemaFactory;
import io.strake.engine.EngineOptions;
import io.strake.engine.FederationEngine;
import io.strake.engine.MemorySize;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One query in a process of its own: main class of what {@link SpillBenchmark} starts. */
final class SpillRun {
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private SpillRun() {}

  /**
   * Tells its result to the process that started it. Arguments: query, bits of the number of rows,
   * memory, spill directory, threads.
   */
  public static void main(String[] args) throws Exception {
    SpillQuery query = SpillQuery.valueOf(args[0]);
    int bits = Integer.parseInt(args[1]);
    EngineOptions options =
        EngineOptions.builder(GeneratedSchemaFactory.model(bits))
            .memoryBytes(MemorySize.parse(args[2]))
            .queryMemoryBytes(MemorySize.parse(args[2]))
            .spillDirectory(Path.of(args[3]))
            .maxSpillBytes(MemorySize.parse("64GB"))
            .threads(Integer.parseInt(args[4]))
            .statementTimeout(TIMEOUT)
            .build();
    try (FederationEngine engine = FederationEngine.open(options)) {
      JavaProcess.tell(run(engine, query, bits).toLine());
    }
  }

  private static SpillResult run(FederationEngine engine, SpillQuery query, int bits) {
    RowCheck check = new RowCheck(query, bits);
    PreparedQuery prepared = engine.queries().prepare(query.sql(), Session.ANONYMOUS);
    long start = System.nanoTime();
    long peakSpill;
    try (SpillWatch watch = SpillWatch.of(engine);
        QueryResult result = engine.queries().execute(prepared, Session.ANONYMOUS)) {
      while (result.next()) {
        check.add(result.batch());
      }
      peakSpill = watch.peakBytes();
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    return new SpillResult(
        check.isRight(),
        check.rows(),
        check.checksum(),
        millis,
        ProcessMemory.peakKib(ProcessHandle.current().pid()).orElse(0),
        peakSpill,
        engine.spilledBytes() + engine.allocatedBytes(),
        prepared.plan().contains("Enumerable") ? "fallback" : "local");
  }
}

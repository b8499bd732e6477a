/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.local.LocalConvention;
import io.strake.engine.local.LocalDatabase;
import io.strake.engine.plan.PlanningThreads;
import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.calcite.adapter.java.JavaTypeFactory;
import org.apache.calcite.jdbc.CalciteSchema;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loaded model that can be queried.
 *
 * <p>Its memory is shared by heap, batches on their way and the local engine. Thread-safe. Close it
 * after the last query has ended.
 */
public final class FederationEngine implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(FederationEngine.class);

  /** More than cores, because planning also waits for what sources say of their tables. */
  private static final int PLANNING_THREADS_PER_CORE = 4;

  private final Model model;
  private final BufferAllocator allocator;
  private final LocalDatabase local;
  private final QueryMemory memory;
  private final PlanningThreads planning;
  private final StatementPlanner planner;
  private final FederatedQueryService queries;
  private final SchemaCatalog catalog;
  private final SchemaSourceRegistry sources;
  private final AtomicBoolean closed = new AtomicBoolean();

  private FederationEngine(EngineOptions options, Model model) {
    this.model = model;
    this.sources = new SchemaSourceRegistry(model.root());
    MemoryShares shares = MemoryShares.of(options.memoryBytes(), MemoryShares.Limits.current());
    report(shares);
    this.local =
        LocalDatabase.open(
            shares.local(),
            options.spillDirectory(),
            options.maxSpillBytes(),
            shares.localThreads(options.threads()));
    this.allocator = newAllocator(shares.batches());
    this.planning = new PlanningThreads(PLANNING_THREADS_PER_CORE * options.threads());
    this.planner =
        new StatementPlanner(
            model.root(), model.defaultSchema(), new LocalConvention(local), planning);
    this.memory = new QueryMemory(options, shares, allocator);
    this.queries = new FederatedQueryService(planner, memory, options.statementTimeout());
    this.catalog = new SchemaCatalog(model.root(), planner.typeFactory());
  }

  /**
   * Loads a model. Sources are asked when they are first needed, so a source that is down does not
   * keep the others from serving.
   *
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if the model is wrong
   */
  public static FederationEngine open(EngineOptions options) {
    FederationEngine engine =
        new FederationEngine(options, Model.load(options.model(), options.allowedClasses()));
    engine.planner.warmUp();
    return engine;
  }

  /** Returns the service that runs statements. */
  public QueryService queries() {
    return queries;
  }

  /**
   * Returns the version of the schemas that statements are planned for; it changes when they are
   * read anew.
   */
  public long schemaVersion() {
    return queries.schemaVersion();
  }

  /** Says that the schemas have changed: no statement gets a plan any more that is older. */
  public void schemaChanged() {
    queries.schemaChanged();
  }

  /** Returns the planner behind the plan cache. */
  StatementPlanner planner() {
    return planner;
  }

  /** Returns what the plan cache has done and holds. */
  public PlanCacheStatistics planCache() {
    return queries.planCache();
  }

  /** Returns the list of schemas and tables. */
  public Catalog catalog() {
    return catalog;
  }

  /** Returns the sources. */
  public SourceRegistry sources() {
    return sources;
  }

  /** Returns the root schema of the model, for doors that speak Calcite. */
  public CalciteSchema rootSchema() {
    return model.root();
  }

  /** Returns the schema of unqualified names; empty if the model names none. */
  public java.util.Optional<String> defaultSchema() {
    return java.util.Optional.ofNullable(model.defaultSchema());
  }

  /** Returns the factory of the types of all statements. */
  public JavaTypeFactory typeFactory() {
    return planner.typeFactory();
  }

  /** Returns the bytes that batches hold at this moment. */
  public long allocatedBytes() {
    return allocator.getAllocatedMemory();
  }

  /** Returns the bytes that the local engine has spilled at this moment. */
  public long spilledBytes() {
    return local.spilledBytes();
  }

  /**
   * Returns how many statements are planned at this moment, with those whose client has given up
   * and whose planning is about to end.
   */
  public int planningQueries() {
    return planning.running();
  }

  /** Returns how many queries wait for memory at this moment. */
  public int waitingQueries() {
    return memory.waiting();
  }

  /**
   * Releases everything. Idempotent.
   *
   * @throws IllegalStateException if a query still holds batches
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      queries.close();
      planning.close();
      local.close();
      sources.close();
      allocator.close();
    }
  }

  private static void report(MemoryShares shares) {
    LOGGER.info(
        "memory: heap {}, batches {}, local engine {}",
        MemorySize.format(shares.heap()),
        MemorySize.format(shares.batches()),
        MemorySize.format(shares.local()));
    shares.warnings().forEach(warning -> LOGGER.warn("memory: {}", warning));
  }

  private static BufferAllocator newAllocator(long limit) {
    try {
      return new RootAllocator(limit);
    } catch (LinkageError e) {
      throw StrakeException.causedBy(
          e,
          ErrorCode.INVALID_CONFIGURATION,
          "JVM: Arrow cannot reach its memory; start Java with"
              + " --add-opens=java.base/java.nio=ALL-UNNAMED");
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import io.strake.benchmarks.BenchmarkCommand;
import io.strake.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.hydromatic.sqllogictest.OptionsParser;
import net.hydromatic.sqllogictest.OptionsParser.SuppliedOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The SqlLogicTest corpus over the JDBC driver, with the tables in a source of choice.
 *
 * <pre>
 *   ./strake bench slt --tables parquet --files 'test/select*.test'
 * </pre>
 *
 * <p>Ends with 1 if an answer is wrong, which PostgreSQL or Calcite as it comes gives as the corpus
 * expects.
 */
@Command(
    name = "strake bench slt",
    sortOptions = false,
    description = "Runs files of the SqlLogicTest corpus over the JDBC driver.")
public final class SltBenchmark implements Callable<Integer> {
  private static final String DEFAULT_FILES =
      "test/select?.test"
          + "|test/evidence/*.test"
          + "|test/random/{expr,select,aggregates,groupby}/slt_good_?.test";

  @Option(
      names = "--files",
      split = "\\|",
      paramLabel = "PATTERN",
      defaultValue = DEFAULT_FILES,
      description = {
        "Files of the corpus, as patterns with a bar between them;",
        "${DEFAULT-VALUE} by default."
      })
  private List<String> patterns = List.of();

  @Option(
      names = "--tables",
      paramLabel = "PLACE",
      defaultValue = "postgres",
      description = "Where the tables are: postgres (default), parquet or memory.")
  private TablePlace tables = TablePlace.POSTGRES;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "strake",
      description = {
        "What answers: strake (default), calcite (as it comes, with its own JDBC adapter) or",
        "postgres; the latter two over the tables in PostgreSQL."
      })
  private Engine engine = Engine.STRAKE;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Queries of each file at most; all by default.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      description = "Files at the same time; ${DEFAULT-VALUE} by default.")
  private int workers;

  @Option(
      names = "--verify",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Whether PostgreSQL and Calcite are asked what failed; yes by default.")
  private boolean verify;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where to write every failure; nowhere by default.")
  private @Nullable Path report;

  @Option(
      names = "--results",
      paramLabel = "DIRECTORY",
      description = {
        "Where to keep the result of each file; files that have one are not run again.",
        "Nowhere by default."
      })
  private @Nullable Path results;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and end.")
  private boolean help;

  private final PrintStream out;

  SltBenchmark(PrintStream out) {
    this.out = out;
  }

  /** Places of tables. */
  enum TablePlace {
    POSTGRES,
    PARQUET,
    MEMORY;

    Placement open() {
      return switch (this) {
        case POSTGRES -> new PostgresPlacement();
        case PARQUET -> new ParquetPlacement();
        case MEMORY -> new MemoryPlacement();
      };
    }
  }

  /** Runs the files and ends the process: with 0, 1 for a wrong answer or 2 for wrong options. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // the library formats with the default
    BenchmarkCommand.run(new SltBenchmark(System.out), args);
  }

  @Override
  public Integer call() throws Exception {
    List<String> files = Corpus.files(patterns);
    if (files.isEmpty() || limit < 1 || workers < 1) {
      out.println(
          "strake bench slt: --files must match a file, --limit and --workers must be at least 1");
      return CommandLine.ExitCode.USAGE;
    }
    out.printf(
        Locale.ROOT,
        "engine %s, tables in %s, %d files, %s queries of each, %d workers%n%n",
        name(engine),
        name(tables),
        files.size(),
        limit == Integer.MAX_VALUE ? "all" : "at most the first " + limit,
        workers);
    long start = System.nanoTime();
    List<FileResult> ran = run(files);
    Report summary = new Report(out);
    summary.printSummary(ran);
    out.printf(Locale.ROOT, "%nelapsed: %.0f s%n", (System.nanoTime() - start) / 1e9);
    if (report != null) {
      Report.write(report, ran);
    }
    boolean isRight =
        ran.stream().flatMap(result -> result.failures().stream()).noneMatch(Failure::isFault);
    return isRight ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private List<FileResult> run(List<String> files) throws ExecutionException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    FinishedFiles finished = finishedFiles();
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Placement placement = tables.open()) {
      List<Future<FileResult>> running = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        String file = files.get(i);
        String database = "slt_" + i;
        running.add(pool.submit(() -> run(file, database, server, placement, finished)));
      }
      Report progress = new Report(out);
      progress.printHead();
      List<FileResult> ran = new ArrayList<>();
      for (Future<FileResult> result : running) {
        ran.add(result.get());
        progress.print(result.get());
      }
      return ran;
    } finally {
      pool.shutdownNow();
    }
  }

  private @Nullable FinishedFiles finishedFiles() {
    if (results == null) {
      return null;
    }
    String queries = limit == Integer.MAX_VALUE ? "all" : "first-" + limit;
    return new FinishedFiles(results.resolve(name(engine)).resolve(name(tables)).resolve(queries));
  }

  private FileResult run(
      String file,
      String database,
      EmbeddedPostgres server,
      Placement placement,
      @Nullable FinishedFiles finished)
      throws SQLException, IOException {
    if (finished == null) {
      return run(file, database, server, placement);
    }
    Optional<FileResult> known = finished.read(file);
    if (known.isPresent()) {
      return known.get();
    }
    FileResult result = run(file, database, server, placement);
    finished.write(result);
    return result;
  }

  private FileResult run(String file, String database, EmbeddedPostgres server, Placement placement)
      throws SQLException, IOException {
    SuppliedOptions options = new OptionsParser(false, out, out).getOptions();
    try (Store store = Store.create(server, database);
        CorpusExecutor executor =
            new CorpusExecutor(
                options, store, engine.over(store, placement), placement, limit, verify)) {
      return executor.run(file);
    }
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.io.IOException;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.hydromatic.sqllogictest.ISqlTestOperation;
import net.hydromatic.sqllogictest.OptionsParser.SuppliedOptions;
import net.hydromatic.sqllogictest.SltSqlStatement;
import net.hydromatic.sqllogictest.SltTestFile;
import net.hydromatic.sqllogictest.SqlTestQuery;
import net.hydromatic.sqllogictest.TestStatistics;
import net.hydromatic.sqllogictest.TestStatistics.FailedTestDescription;
import net.hydromatic.sqllogictest.executors.JdbcExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Executor of the library for one file: statements go to the store, queries to the engine under
 * test. Reading the file, formatting the rows and comparing them is the library's work.
 *
 * <p>PostgreSQL and Calcite are asked what the engine has answered otherwise than the corpus
 * expects. Not thread-safe.
 */
final class CorpusExecutor extends JdbcExecutor implements AutoCloseable {
  private static final Pattern LINE = Pattern.compile("\ttest: .*:(\\d+)");

  private final Store store;
  private final QueryConnection engine;
  private final @Nullable QueryConnection postgres;
  private final @Nullable QueryConnection calcite;
  private final int limit;
  private final List<Failure> failures = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private int passed;
  private long nanos;

  /**
   * Creates an executor.
   *
   * @param limit queries at most
   * @param verify whether PostgreSQL and Calcite are asked what failed
   */
  CorpusExecutor(
      SuppliedOptions options,
      Store store,
      QueryConnection engine,
      Placement placement,
      int limit,
      boolean verify) {
    super(options, store.jdbcUrl(), store.user(), "");
    this.store = store;
    this.engine = engine;
    this.limit = limit;
    this.postgres = verify ? Engine.POSTGRES.over(store, placement) : null;
    this.calcite = verify ? Engine.CALCITE.over(store, placement) : null;
  }

  /** Runs a file and returns what came out. */
  FileResult run(String name) throws SQLException, IOException {
    SltTestFile file = new SltTestFile(name);
    file.parse(options);
    execute(file, options);
    return new FileResult(
        name,
        1,
        passed,
        failures,
        Corpus.queries(name) - file.getTestCount(),
        file.getTestCount() - passed - failures.size(),
        remarks,
        nanos);
  }

  @Override
  public TestStatistics execute(SltTestFile file, SuppliedOptions options) throws SQLException {
    TestStatistics statistics = new TestStatistics(false, 0);
    for (ISqlTestOperation operation : file.fileContents) {
      if (operation instanceof SltSqlStatement statement) {
        apply(file, statement);
      } else if (operation instanceof SqlTestQuery query && statistics.totalTests() < limit) {
        ask(query, statistics);
      }
    }
    return statistics;
  }

  @Override
  public void close() throws SQLException {
    engine.close();
    for (QueryConnection judge : judges()) {
      judge.close();
    }
  }

  private void apply(SltTestFile file, SltSqlStatement statement) throws SQLException {
    store
        .apply(statement)
        .ifPresent(remark -> remarks.add(file + ": " + statement.statement + ": " + remark));
    engine.tablesChanged();
    for (QueryConnection judge : judges()) {
      judge.tablesChanged();
    }
  }

  private void ask(SqlTestQuery query, TestStatistics statistics) {
    long start = System.nanoTime();
    Answer answer = answer(engine, query);
    nanos += System.nanoTime() - start;
    if (answer.isRight()) {
      passed++;
      statistics.incPassed();
      return;
    }
    FailedTestDescription failed = new FailedTestDescription(query, answer.text(), "", null);
    statistics.addFailure(failed);
    failures.add(
        new Failure(
            query.file,
            line(failed),
            query.getQuery(),
            answer,
            postgres == null ? null : answer(postgres, query),
            calcite == null ? null : answer(calcite, query)));
  }

  /** An engine that ends with an error of any kind has not answered; the next query may go well. */
  private Answer answer(QueryConnection connection, SqlTestQuery query) {
    Answer.Account account = new Answer.Account();
    try (Statement statement = connection.get().createStatement()) {
      statement.setQueryTimeout(Engine.TIMEOUT_SECONDS);
      try (ResultSet rows = statement.executeQuery(query.getQuery())) {
        validate(query, rows, query.outputDescription, account);
        return account.answer();
      }
    } catch (SQLException
        | IOException
        | RuntimeException
        | AssertionError
        | StackOverflowError
        | NoSuchAlgorithmException e) {
      return Answer.error(e);
    }
  }

  private List<QueryConnection> judges() {
    return postgres == null || calcite == null ? List.of() : List.of(postgres, calcite);
  }

  /** The library tells the line in the text of a failure only. */
  private static int line(FailedTestDescription failure) {
    Matcher matcher = LINE.matcher(failure.toString(0));
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}

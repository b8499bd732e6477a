/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.embedded.EmbeddedPostgres;
import io.strake.embedded.EmbeddedS3;
import io.strake.planner.StrakeException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random scalar expressions over odd values: the local engine answers as PostgreSQL does, value by
 * value, and fails for the same rows with the same class of error.
 *
 * <p>{@code -Dstrake.differential.expressions=N -Dstrake.differential.seed=S} runs more or others.
 */
@Tag("long")
class ExpressionDifferentialTest {
  private static final long SEED = Long.getLong("strake.differential.seed", 20261123);
  private static final int EXPRESSIONS = Integer.getInteger("strake.differential.expressions", 500);

  /** Zone of the session, another one for another seed. */
  private static final ZoneId ZONE =
      ZoneId.of(
          List.of(
                  "Europe/Berlin",
                  "America/St_Johns",
                  "Australia/Lord_Howe",
                  "America/New_York",
                  "Asia/Kathmandu")
              .get((int) Math.floorMod(SEED, 5L)));

  private static final Session SESSION = Session.ANONYMOUS.withTimeZone(ZONE);
  private static final int BATCH = 40;
  private static final int PROGRESS = 250;
  private static final int MAX_REPORTED = Integer.getInteger("strake.differential.reported", 40);

  /** Share of expressions that must run in the local engine. */
  private static final double LOCAL_SHARE = 0.97;

  private static EmbeddedPostgres postgres;
  private static EmbeddedS3 s3;
  private static FederationEngine engine;

  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> documented = new TreeMap<>();
  private int elsewhere;
  private int failing;

  @BeforeAll
  static void load(@TempDir Path directory) throws Exception {
    postgres = EmbeddedPostgres.start();
    s3 = EmbeddedS3.start();
    s3.createBucket("rows");
    ExpressionRows.load(postgres, s3, directory);
    engine =
        FederationEngine.open(
            EngineOptions.of("inline:" + DifferentialServers.model(postgres, s3)));
  }

  @AfterAll
  static void closeWithoutLeaks() throws Exception {
    assertThat(engine.allocatedBytes()).isZero();
    engine.close();
    s3.close();
    postgres.close();
  }

  @Test
  @Timeout(3600)
  void localEngineAnswersAsPostgres() throws SQLException {
    RandomExpressions expressions = new RandomExpressions(SEED);
    try (Connection connection = postgres.connect()) {
      PostgresAnswers answers = new PostgresAnswers(connection, ZONE);
      List<Expression> batch = new ArrayList<>();
      List<Map<Integer, String>> expected = new ArrayList<>();
      for (int i = 0; i < EXPRESSIONS; i++) {
        Expression expression = expressions.next();
        PostgresAnswers.Answer answer = answers.ask(expression);
        if (!answer.failures().isEmpty()) {
          failing++;
          Map.Entry<Integer, PostgresAnswers.Failure> row =
              List.copyOf(answer.failures().entrySet()).get(i % answer.failures().size());
          compareFailure(expression, row.getKey(), row.getValue());
        }
        if (answer.values().isEmpty()) {
          continue;
        }
        if (!answer.failures().isEmpty() && expression.type().equals(RandomExpressions.BOOLEAN)) {
          // Calcite makes AND of a choice between conditions, which no longer guards
          compareAlone(expression, answer.values(), where(answer.failures().keySet()));
        } else {
          batch.add(expression.without(answer.failures().keySet()));
          expected.add(answer.values());
        }
        if (EXPRESSIONS >= 1000 && (i + 1) % PROGRESS == 0) {
          System.out.printf(
              "%d expressions: %d fail, %d elsewhere, %d differences %s%n",
              i + 1,
              failing,
              elsewhere,
              differences.size(),
              differences.stream().skip(Math.max(0, differences.size() - 3)).toList());
        }
        if (batch.size() == BATCH) {
          compare(batch, expected);
          batch.clear();
          expected.clear();
        }
      }
      compare(batch, expected);
    }
    System.out.printf(
        "%d expressions (seed %d, zone %s) over %d rows: %d fail for some row, %d outside the local engine,"
            + " %d differences, documented ones %s%n",
        EXPRESSIONS,
        SEED,
        ZONE,
        ExpressionRows.COUNT,
        failing,
        elsewhere,
        differences.size(),
        documented);

    assertThat(differences.stream().limit(MAX_REPORTED).toList())
        .as("seed %d, %d expressions, %d differences", SEED, EXPRESSIONS, differences.size())
        .isEmpty();
    assertThat(elsewhere).isLessThan((int) (EXPRESSIONS * (1 - LOCAL_SHARE)));
    assertThat(failing).as("expressions that fail for a row").isGreaterThan(EXPRESSIONS / 50);
  }

  /** Compares expressions that fail nowhere: all at once, and one by one if that fails. */
  private void compare(List<Expression> batch, List<Map<Integer, String>> expected) {
    if (batch.isEmpty()) {
      return;
    }
    try {
      EngineAnswers.Answer answer = EngineAnswers.ask(engine, SESSION, batch, "");
      if (answer.local()) {
        for (int i = 0; i < batch.size(); i++) {
          compareValues(
              batch.get(i), expected.get(i), answer.columns().get(i), answer.types().get(i));
        }
        return;
      }
    } catch (StrakeException e) {
      // found below
    }
    for (int i = 0; i < batch.size(); i++) {
      compareAlone(batch.get(i), expected.get(i), "");
    }
  }

  private void compareAlone(Expression expression, Map<Integer, String> expected, String where) {
    try {
      EngineAnswers.Answer answer = EngineAnswers.ask(engine, SESSION, List.of(expression), where);
      if (answer.local()) {
        compareValues(expression, expected, answer.columns().get(0), answer.types().get(0));
      } else {
        elsewhere++;
        report(expression, "runs outside the local engine");
      }
    } catch (StrakeException e) {
      String reason = documented(e);
      if (reason == null) {
        report(expression, "postgres answers, we fail: " + e.getMessage());
      } else {
        documented.merge(reason, 1, Integer::sum);
      }
    }
  }

  private void compareFailure(Expression expression, int id, PostgresAnswers.Failure failure) {
    try {
      EngineAnswers.Answer ours =
          EngineAnswers.ask(engine, SESSION, List.of(expression), " WHERE id = " + id);
      String reason = documented(failure, expression);
      if (reason == null) {
        report(
            expression,
            "row " + id + ": postgres fails with " + failure + ", we say " + ours.columns());
      } else {
        documented.merge(reason, 1, Integer::sum);
      }
    } catch (StrakeException e) {
      if (!failure.isSame(e.code().sqlState()) && documented(e) == null) {
        report(
            expression,
            "row " + id + ": postgres fails with " + failure + ", we with " + e.getMessage());
      }
    }
  }

  private static String where(Set<Integer> failing) {
    String ids = String.join(", ", failing.stream().map(String::valueOf).toList());
    return " WHERE id NOT IN (" + ids + ")";
  }

  /** Returns why we do not fail here according to the documentation; null if we have to. */
  private static @Nullable String documented(
      PostgresAnswers.Failure failure, Expression expression) {
    return expression.strake().contains("LIKE '%')")
        ? "LIKE '%' asks only whether the text is NULL"
        : failure.documented();
  }

  /** Returns why we fail here according to the documentation; null if we may not. */
  private static @Nullable String documented(StrakeException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("of INT128") || message.contains("to type DECIMAL(38")
        ? "an operand with the digits of the result has more than 38 digits"
        : null;
  }

  private void compareValues(
      Expression expression,
      Map<Integer, String> expected,
      Map<Integer, String> actual,
      RelDataType type) {
    if (!sameType(expression.type(), type)) {
      report(expression, "type " + type.getFullTypeString() + " instead of " + expression.type());
    }
    for (Map.Entry<Integer, String> row : expected.entrySet()) {
      String ours = String.valueOf(actual.get(row.getKey()));
      if (!ours.equals(row.getValue())) {
        report(expression, "row " + row.getKey() + ": postgres " + row.getValue() + ", we " + ours);
        return;
      }
    }
  }

  private static boolean sameType(RelDataType expected, RelDataType actual) {
    return expected.getSqlTypeName() == actual.getSqlTypeName()
        ? expected.getSqlTypeName() != SqlTypeName.DECIMAL
            || (expected.getPrecision() == actual.getPrecision()
                && expected.getScale() == actual.getScale())
        : expected.getSqlTypeName().getFamily() == actual.getSqlTypeName().getFamily()
            && expected.getSqlTypeName() != SqlTypeName.DECIMAL
            && actual.getSqlTypeName() != SqlTypeName.DECIMAL;
  }

  private void report(Expression expression, String difference) {
    differences.add(
        "\n" + expression.strake() + "\n  " + expression.postgres() + "\n  " + difference);
  }
}

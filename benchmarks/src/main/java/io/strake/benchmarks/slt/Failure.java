/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A query whose answer is not the one of the corpus.
 *
 * @param file the file
 * @param line line of the file at which the query ends
 * @param query text of the query
 * @param answer answer of the engine under test
 * @param postgres answer of PostgreSQL to the same text over the same tables; null if not asked
 * @param calcite the same of Calcite as it comes
 */
record Failure(
    String file,
    int line,
    String query,
    Answer answer,
    @Nullable Answer postgres,
    @Nullable Answer calcite) {

  /** Whose fault it is. */
  enum Verdict {
    /** PostgreSQL answers as the corpus expects. */
    FAULT("PostgreSQL answers as the corpus expects"),
    /** Neither gives rows. */
    BOTH_REFUSE("PostgreSQL refuses it as well"),
    /** The rows are the same. */
    SAME_ROWS("PostgreSQL gives the same rows, which are not those of the corpus"),
    /** PostgreSQL gives no rows. */
    POSTGRES_REFUSES("PostgreSQL refuses it, the engine gives other rows than the corpus"),
    /** PostgreSQL gives other rows than the corpus and the engine. */
    ALL_DIFFER("PostgreSQL gives other rows, too, but not those of the engine"),
    /** Nobody was asked. */
    NOT_VERIFIED("not compared with PostgreSQL");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** Returns it in words. */
    String text() {
      return text;
    }
  }

  /** Returns whose fault it is. */
  Verdict verdict() {
    if (postgres == null) {
      return Verdict.NOT_VERIFIED;
    }
    return switch (postgres.kind()) {
      case RIGHT -> Verdict.FAULT;
      case ERROR ->
          answer.kind() == Answer.Kind.ERROR ? Verdict.BOTH_REFUSE : Verdict.POSTGRES_REFUSES;
      case OTHER_ROWS -> answer.equals(postgres) ? Verdict.SAME_ROWS : Verdict.ALL_DIFFER;
    };
  }

  /** Returns whether the query is to be counted against the engine. */
  boolean isFault() {
    return verdict() == Verdict.FAULT || calcite != null && calcite.isRight();
  }

  /** Returns what queries that fail for the same reason have in common. */
  String reason() {
    String what = answer.kind() == Answer.Kind.ERROR ? withoutNames(answer.text()) : "other rows";
    return verdict().text() + ": " + what;
  }

  /** Returns where the query is, such as {@code test/select1.test:120}. */
  String place() {
    return file + ":" + line;
  }

  private static String withoutNames(String message) {
    String firstLine = message.lines().findFirst().orElse("");
    return firstLine
        .toLowerCase(Locale.ROOT)
        .replaceAll("while executing sql.*", "")
        .replaceAll("'[^']*'|\"[^\"]*\"", "'...'")
        .replaceAll("\\d+", "n")
        .strip();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Operands;
import java.util.List;
import java.util.Optional;

/**
 * Definition of one table in a model. Immutable.
 *
 * @param name name of the table
 * @param location prefix ({@code events/}), key or glob ({@code events/*}{@code /*.parquet})
 * @param format format of all objects; by the ending of their keys if empty
 * @param hivePartitioned whether {@code name=value} directories are columns; true by default
 * @param columns columns of CSV and JSON lines; empty for Parquet, which knows its own
 * @param dialect how CSV is written
 */
public record TableDefinition(
    String name,
    String location,
    Optional<Format> format,
    boolean hivePartitioned,
    List<DeclaredColumn> columns,
    CsvDialect dialect) {

  /** Copies the lists. */
  public TableDefinition {
    columns = List.copyOf(columns);
  }

  /** A declared column: its name and type. */
  public record DeclaredColumn(String name, ColumnType type) {
    static DeclaredColumn fromOperands(Operands operands) {
      String name = operands.requiredText("name");
      String type = operands.requiredText("type");
      operands.rejectUnknown();
      return new DeclaredColumn(
          name,
          ColumnType.parse(type)
              .orElseThrow(
                  () ->
                      operands.malformed(
                          "type",
                          "one of boolean, tinyint, smallint, integer, bigint, real, double,"
                              + " decimal(p,s), varchar, date, time, timestamp, timestamptz")));
    }
  }

  /**
   * The dialect of CSV objects.
   *
   * @param header whether the first line names the columns; true by default
   * @param delimiter character between fields; a comma by default
   * @param quote character around fields; a double quote by default
   * @param nullText text that means NULL, quoted or not; the empty text by default
   */
  public record CsvDialect(boolean header, char delimiter, char quote, String nullText) {
    /** The dialect of RFC 4180 with a header. */
    public static final CsvDialect DEFAULT = new CsvDialect(true, ',', '"', "");
  }

  static TableDefinition fromOperands(Operands operands) {
    String partitioning = operands.text("partitioning").orElse("hive");
    if (!partitioning.equals("hive") && !partitioning.equals("none")) {
      throw operands.malformed("partitioning", "hive or none");
    }
    TableDefinition definition =
        new TableDefinition(
            operands.requiredText("name"),
            operands.requiredText("location"),
            format(operands),
            partitioning.equals("hive"),
            operands.objects("columns").stream().map(DeclaredColumn::fromOperands).toList(),
            new CsvDialect(
                operands.flag("header", true),
                character(operands, "delimiter", ','),
                character(operands, "quote", '"'),
                operands.text("nullText").orElse("")));
    operands.rejectUnknown();
    definition.validate(operands);
    return definition;
  }

  /** Returns the definition of a table that was found as a top-level prefix. */
  static TableDefinition discovered(String prefix) {
    return new TableDefinition(
        prefix.substring(0, prefix.length() - 1),
        prefix,
        Optional.empty(),
        true,
        List.of(),
        CsvDialect.DEFAULT);
  }

  private void validate(Operands operands) {
    if (location.startsWith("/")) {
      throw operands.malformed("location", "a key, prefix or glob without a slash in front");
    }
    if (format.isPresent() && format.get() != Format.PARQUET && columns.isEmpty()) {
      throw operands.malformed("columns", "given for CSV and JSON lines");
    }
    if (format.isPresent() && format.get() == Format.PARQUET && !columns.isEmpty()) {
      throw operands.malformed("columns", "left out for Parquet, which knows its columns");
    }
    if (columns.stream().map(DeclaredColumn::name).distinct().count() < columns.size()) {
      throw operands.malformed("columns", "free of duplicates");
    }
  }

  private static Optional<Format> format(Operands operands) {
    Optional<String> text = operands.text("format");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Format.named(text.get())
            .orElseThrow(() -> operands.malformed("format", "parquet, csv or jsonl")));
  }

  private static char character(Operands operands, String key, char defaultValue) {
    String text = operands.text(key).orElse(String.valueOf(defaultValue));
    if (text.length() != 1) {
      throw operands.malformed(key, "one character");
    }
    return text.charAt(0);
  }
}

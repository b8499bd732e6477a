/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.Operands;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.text.DeclaredColumn;
import io.strake.s3.text.TextOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Definition of one table in a model. Immutable.
 *
 * @param name name of the table
 * @param location prefix ({@code events/}), key or glob ({@code events/*}{@code /*.parquet}); for
 *     Iceberg the folder of the table, one of its metadata files, or its name in a catalog
 * @param keys keys of all objects where the model lists them, which the location then only names;
 *     else empty
 * @param format format of all objects; by the ending of their keys if empty
 * @param hivePartitioned whether {@code name=value} directories are columns; true by default
 * @param sortedBy order of the rows of each Parquet object; empty if there is none
 * @param columns columns of the content; found out if empty
 * @param text how CSV and JSON lines are written
 * @param iceberg what is read of an Iceberg table; empty for other tables
 * @param ignoresUnknown whether fields of the content that the table has no column for are left out
 * @param virtualColumns columns that tell where a row comes from; none by default
 */
public record TableDefinition(
    String name,
    String location,
    List<String> keys,
    Optional<Format> format,
    boolean hivePartitioned,
    Optional<RowOrder> sortedBy,
    List<DeclaredColumn> columns,
    TextOptions text,
    Optional<IcebergSource> iceberg,
    boolean ignoresUnknown,
    VirtualColumns virtualColumns) {
  private static final String ICEBERG = "iceberg";

  /** Copies the lists. */
  public TableDefinition {
    keys = List.copyOf(keys);
    columns = List.copyOf(columns);
  }

  public static TableDefinition fromOperands(Operands operands) {
    return operands.text("format").filter(ICEBERG::equalsIgnoreCase).isPresent()
        ? iceberg(operands)
        : listed(operands);
  }

  private static TableDefinition iceberg(Operands operands) {
    String name = operands.requiredText("name");
    IcebergSource source = IcebergSource.fromOperands(operands);
    Optional<IcebergSource.Catalog> catalog = source.catalog();
    if (catalog.isPresent() && operands.text("location").isPresent()) {
      throw operands.malformed("location", "left out, as the catalog knows it");
    }
    String location =
        catalog.isPresent() ? catalog.get().table() : operands.requiredText("location");
    operands.rejectUnknown();
    return new TableDefinition(
        name,
        location,
        List.of(),
        Optional.of(Format.PARQUET),
        false,
        Optional.empty(),
        List.of(),
        TextOptions.DEFAULT,
        Optional.of(source),
        false,
        VirtualColumns.NONE);
  }

  private static TableDefinition listed(Operands operands) {
    String partitioning = operands.text("partitioning").orElse("hive");
    if (!partitioning.equals("hive") && !partitioning.equals("none")) {
      throw operands.malformed("partitioning", "hive or none");
    }
    boolean isList = operands.isList("location");
    List<String> keys = isList ? keys(operands) : List.of();
    List<String> sorted = operands.texts("sortedBy");
    TableDefinition definition =
        new TableDefinition(
            operands.requiredText("name"),
            isList ? shown(keys) : operands.requiredText("location"),
            keys,
            format(operands),
            partitioning.equals("hive"),
            sorted.isEmpty() ? Optional.empty() : Optional.of(RowOrder.parse(operands, sorted)),
            operands.objects("columns").stream().map(DeclaredColumn::fromOperands).toList(),
            TextOptions.fromOperands(operands),
            Optional.empty(),
            ignoresUnknown(operands),
            VirtualColumns.fromOperands(operands));
    operands.rejectUnknown();
    definition.validate(operands);
    return definition;
  }

  private static String shown(List<String> keys) {
    return keys.size() == 1 ? keys.get(0) : keys.get(0) + " and " + (keys.size() - 1) + " more";
  }

  private static List<String> keys(Operands operands) {
    List<String> keys = operands.texts("location");
    boolean areKeys =
        keys.stream().noneMatch(key -> key.isBlank() || key.startsWith("/") || key.endsWith("/"));
    if (!areKeys
        || keys.isEmpty()
        || keys.size() > ObjectTree.MAX_KEYS
        || Set.copyOf(keys).size() < keys.size()) {
      throw operands.malformed(
          "location",
          "a prefix, key or glob, or a list of 1 to "
              + ObjectTree.MAX_KEYS
              + " keys of objects, each once and without a slash at its ends");
    }
    return keys;
  }

  /** Returns the definition of a table that was found as a top-level prefix. */
  public static TableDefinition discovered(String prefix) {
    return new TableDefinition(
        prefix.substring(0, prefix.length() - 1),
        prefix,
        List.of(),
        Optional.empty(),
        true,
        Optional.empty(),
        List.of(),
        TextOptions.DEFAULT,
        Optional.empty(),
        false,
        VirtualColumns.NONE);
  }

  private void validate(Operands operands) {
    if (location.startsWith("/")) {
      throw operands.malformed("location", "a key, prefix or glob without a slash in front");
    }
    format
        .flatMap(this::misplaced)
        .ifPresent(
            wrong -> {
              throw operands.malformed(wrong.operand(), wrong.expected());
            });
    if (columns.stream().map(DeclaredColumn::name).distinct().count() < columns.size()) {
      throw operands.malformed("columns", "free of duplicates");
    }
  }

  /** An operand that does not fit the format of the objects, and what it must be. */
  record Misplaced(String operand, String expected) {}

  /** Returns the first operand that does not fit a format; empty if all do. */
  Optional<Misplaced> misplaced(Format of) {
    Optional<String> foreign =
        text.given().stream().filter(name -> !of.operands().contains(name)).sorted().findFirst();
    if (foreign.isPresent()) {
      return Optional.of(new Misplaced(foreign.get(), "left out for " + of.shown()));
    } else if (of != Format.JSONL && columns.stream().anyMatch(c -> c.path().isPresent())) {
      return Optional.of(new Misplaced("columns", "without paths, which are for JSON lines"));
    }
    boolean isNested = columns.stream().anyMatch(column -> !column.type().isText());
    return isNested && of.isText()
        ? Optional.of(new Misplaced("columns", "without varbinary, array and row for text"))
        : Optional.empty();
  }

  private static boolean ignoresUnknown(Operands operands) {
    String unknownFields = operands.text("unknownFields").orElse("error");
    if (!unknownFields.equals("error") && !unknownFields.equals("ignore")) {
      throw operands.malformed("unknownFields", "error or ignore");
    }
    return unknownFields.equals("ignore");
  }

  private static Optional<Format> format(Operands operands) {
    Optional<String> text = operands.text("format");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Format.named(text.get())
            .orElseThrow(
                () -> operands.malformed("format", "parquet, csv, jsonl, arrow or iceberg")));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import io.strake.s3.column.TableColumn;
import io.strake.s3.column.TableColumn.Origin;
import io.strake.s3.column.Text;
import io.strake.s3.store.DirectoryFilter;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.VirtualColumns.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table that are not in the content of its objects: partition columns, then
 * virtual ones. Immutable.
 */
final class ObjectColumns {
  /** The longest key that a store takes is shorter than so many of the last character. */
  private static final String BEHIND_ALL_KEYS = "\uDBFF\uDFFF".repeat(256);

  private final String bucket;
  private final PartitionColumns partitions;
  private final VirtualColumns virtual;
  private final S3Errors errors;
  private final Map<String, ColumnType> types = new LinkedHashMap<>();

  /**
   * Creates columns.
   *
   * @throws io.strake.planner.StrakeException if a virtual column has the name of a partition
   *     column
   */
  ObjectColumns(
      String bucket, PartitionColumns partitions, VirtualColumns virtual, S3Errors errors) {
    this.bucket = bucket;
    this.partitions = partitions;
    this.virtual = virtual;
    this.errors = errors;
    partitions.types().keySet().forEach(name -> checkFree(name, "partition column"));
    types.putAll(partitions.types());
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ROW) {
        virtual.name(kind).ifPresent(name -> types.put(name, kind.type()));
      }
    }
  }

  /**
   * Fails if a virtual column has a name that another column has.
   *
   * @param what the other column, as in "column of the objects"
   */
  void checkFree(String name, String what) {
    virtual
        .names()
        .forEach(
            (kind, taken) -> {
              if (taken.equals(name)) {
                throw errors.of(
                    ErrorCode.INVALID_CONFIGURATION,
                    "virtual column '%s' is named '%s', and so is a %s; give it another name, as in"
                        + " \"virtualColumns\": {\"%s\": \"...\"}",
                    kind.defaultName(),
                    taken,
                    what,
                    kind.defaultName());
              }
            });
  }

  /** Returns the names of the partition columns. */
  Set<String> partitions() {
    return partitions.types().keySet();
  }

  /** Returns the test of directories for a condition over these columns. */
  DirectoryFilter filter(Condition condition) {
    return new PartitionFilter(this, partitions, condition);
  }

  /** Returns the types of the columns with one value for each object. */
  Map<String, ColumnType> types() {
    return types;
  }

  /** Returns the columns in the order in which the table has them. */
  List<TableColumn> columns(ObjectTree tree) {
    List<TableColumn> columns = new ArrayList<>();
    types.forEach((name, type) -> columns.add(ofObject(name, type, isNullable(name, tree))));
    virtual
        .name(Kind.ROW)
        .map(name -> TableColumn.beside(name, Kind.ROW.type(), false, Origin.ROW_NUMBER))
        .ifPresent(columns::add);
    return columns;
  }

  private static TableColumn ofObject(String name, ColumnType type, boolean nullable) {
    return TableColumn.beside(name, type, nullable, Origin.OBJECT);
  }

  /** Without all objects known, no partition column is known to have no NULLs. */
  private boolean isNullable(String name, ObjectTree tree) {
    if (partitions.types().containsKey(name)) {
      return !tree.isSmall()
          || tree.first().stream().anyMatch(object -> partitions.values(object).get(name) == null);
    }
    return virtual.name(Kind.ETAG).equals(Optional.of(name));
  }

  /**
   * Returns the values of an object, in the classes that {@link Bounds} names.
   *
   * @throws io.strake.planner.StrakeException if its directories do not fit the columns
   */
  Map<String, @Nullable Comparable<?>> values(StoredObject object) {
    Map<String, @Nullable Comparable<?>> values = new LinkedHashMap<>(partitions.values(object));
    virtual.names().forEach((kind, name) -> put(values, kind, name, object));
    return values;
  }

  private void put(
      Map<String, @Nullable Comparable<?>> values, Kind kind, String name, StoredObject object) {
    switch (kind) {
      case FILE -> values.put(name, new Text(address(object.key())));
      case SIZE -> values.put(name, BigDecimal.valueOf(object.size()));
      case ETAG -> values.put(name, object.etag().isEmpty() ? null : new Text(object.etag()));
      case ROW -> {} // differs from row to row
    }
  }

  private String address(String key) {
    return "s3://" + bucket + "/" + key;
  }

  /** Returns the values of partition columns that a directory has, or a directory above it. */
  Map<String, @Nullable Comparable<?>> values(String directory) {
    return partitions.values(directory);
  }

  /** Returns whether a condition over these columns may hold below a directory. */
  boolean mayHold(Condition condition, String directory) {
    Map<String, @Nullable Comparable<?>> known = values(directory);
    String file = virtual.name(Kind.FILE).orElse("");
    return condition.mayHold(
        name -> {
          if (known.containsKey(name)) {
            return Bounds.constant(known.get(name));
          }
          return name.equals(file) ? files(directory) : Bounds.UNKNOWN;
        });
  }

  private Bounds files(String directory) {
    String address = address(directory);
    return new Bounds(new Text(address), new Text(address + BEHIND_ALL_KEYS), false, true);
  }
}

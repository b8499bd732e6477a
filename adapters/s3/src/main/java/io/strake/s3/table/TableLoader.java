/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectLocation;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** Loader of the objects and columns of a table. Thread-safe. */
public final class TableLoader implements ContentsLoader {
  /** More objects than this are planned without their footers. */
  private static final int MAX_FOOTERS = 1_000;

  /** How many directories are assumed for each known one where not all are known. */
  private static final double UNSEEN_FACTOR = 5;

  private final String bucket;
  private final ObjectStore store;
  private final ExecutorService executor;
  private final S3Errors errors;
  private final ParquetLoader parquet;
  private final TextLoader text;
  private final ArrowLoader arrow;

  public TableLoader(
      String bucket,
      ObjectStore store,
      ParquetFiles files,
      ExecutorService executor,
      S3Errors errors) {
    this.bucket = bucket;
    this.store = store;
    this.executor = executor;
    this.errors = errors;
    this.parquet = new ParquetLoader(store, files, executor, errors);
    this.text = new TextLoader(store, errors);
    this.arrow = new ArrowLoader(store, executor, errors);
  }

  /** Lists the first objects of a table and finds out its columns. */
  @Override
  public TableContents load(TableDefinition definition) {
    ObjectTree tree = tree(definition);
    List<StoredObject> known = tree.first().isEmpty() ? tree.all() : tree.first();
    if (known.isEmpty()) {
      throw errors.of(
          ErrorCode.UNKNOWN_TABLE,
          "no object matches '%s/%s' of table '%s'; correct the location or store the objects",
          bucket,
          definition.location(),
          definition.name());
    }
    Format format = format(definition, known);
    checkOperands(definition, format);
    ObjectColumns others = objectColumns(definition, tree, known);
    ContentColumns content = content(definition, format, tree, known, others);
    List<TableColumn> columns = new ArrayList<>(content.columns());
    columns.forEach(column -> others.checkFree(column.name(), "column of its objects"));
    columns.addAll(others.columns(tree));
    TableSize size = size(tree, known, content);
    return new ListedContents(
        definition,
        format,
        tree,
        others,
        columns,
        size,
        content.layout(),
        statistics(tree, others, content.statistics().apply(size.rows())),
        this::objects);
  }

  private ObjectTree tree(TableDefinition definition) {
    return definition.keys().isEmpty()
        ? ObjectTree.of(store, ObjectLocation.of(definition.location()), executor, errors)
        : ObjectTree.of(store, definition.keys(), executor, errors);
  }

  private void checkOperands(TableDefinition definition, Format format) {
    definition
        .misplaced(format)
        .ifPresent(
            wrong -> {
              throw errors.of(
                  ErrorCode.INVALID_CONFIGURATION,
                  "table '%s': its objects are %s, so operand '%s' must be %s",
                  definition.name(),
                  format.shown(),
                  wrong.operand(),
                  wrong.expected());
            });
  }

  private ObjectColumns objectColumns(
      TableDefinition definition, ObjectTree tree, List<StoredObject> known) {
    PartitionColumns partitions =
        definition.hivePartitioned()
            ? PartitionColumns.of(known, tree.directories().prefixes(), errors)
            : PartitionColumns.none(errors);
    return new ObjectColumns(bucket, partitions, definition.virtualColumns(), errors);
  }

  private ContentColumns content(
      TableDefinition definition,
      Format format,
      ObjectTree tree,
      List<StoredObject> known,
      ObjectColumns others) {
    Set<String> names = others.partitions();
    return switch (format) {
      case PARQUET -> parquet.columns(definition.columns(), known, tree.isSmall(), names);
      case ARROW -> arrow.columns(definition.columns(), known, tree.isSmall(), names);
      case CSV, JSONL -> text.columns(definition, format, known, names);
    };
  }

  /**
   * Returns objects with what their listing tells and, if there are not too many, their footers.
   */
  private List<DataObject> objects(
      TableDefinition definition,
      Format format,
      ObjectColumns columns,
      List<StoredObject> objects) {
    if (definition.format().isEmpty()) {
      objects.forEach(object -> checkFormat(definition, object, Optional.of(format)));
    }
    boolean hasFooters = format == Format.PARQUET && objects.size() <= MAX_FOOTERS;
    List<ParquetMetadata> footers = hasFooters ? parquet.footers(objects) : List.of();
    List<DataObject> data = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      data.add(
          new DataObject(
              objects.get(i),
              columns.values(objects.get(i)),
              hasFooters ? Optional.of(footers.get(i)) : Optional.empty()));
    }
    return data;
  }

  private Format format(TableDefinition definition, List<StoredObject> objects) {
    Optional<Format> declared = definition.format();
    Format format =
        declared.orElseGet(() -> checkFormat(definition, objects.get(0), Optional.empty()));
    if (declared.isEmpty()) {
      objects.forEach(object -> checkFormat(definition, object, Optional.of(format)));
    }
    return format;
  }

  private Format checkFormat(
      TableDefinition definition, StoredObject object, Optional<Format> expected) {
    Optional<Format> found = Format.ofKey(object.key());
    if (found.isEmpty() || (expected.isPresent() && !expected.equals(found))) {
      throw errors.of(
          ErrorCode.INVALID_CONFIGURATION,
          "table '%s': object '%s' is not of the same known format as the others; narrow the"
              + " location by a glob such as '*.parquet' or set operand 'format'",
          definition.name(),
          object.key());
    }
    return found.get();
  }

  private static TableSize size(ObjectTree tree, List<StoredObject> known, ContentColumns content) {
    double rowsPerObject = content.rowsPerObject();
    double bytes = known.stream().mapToDouble(StoredObject::size).sum();
    if (tree.isSmall()) {
      return new TableSize(
          rowsPerObject * known.size(),
          content.isCounted(),
          bytes,
          known.size(),
          OptionalInt.of(known.size()));
    }
    // as many objects in every directory as in the ones that were seen
    ObjectTree.Directory directories = tree.directories();
    long seen = Math.max(1, directories.prefixes().stream().filter(d -> has(known, d)).count());
    double count =
        Math.max(1, directories.prefixes().size()) * (directories.isComplete() ? 1 : UNSEEN_FACTOR);
    double objects = (double) known.size() / seen * count;
    double allBytes = bytes / known.size() * objects;
    return new TableSize(rowsPerObject * objects, false, allBytes, objects, OptionalInt.empty());
  }

  private static boolean has(List<StoredObject> objects, String directory) {
    return objects.stream().anyMatch(object -> object.key().startsWith(directory));
  }

  private static ColumnStatistics statistics(
      ObjectTree tree, ObjectColumns columns, ColumnStatistics content) {
    List<PartitionStatistics.Share> shares = new ArrayList<>();
    if (tree.isSmall()) {
      for (StoredObject object : tree.first()) {
        double weight = Math.max(1, object.size());
        shares.add(new PartitionStatistics.Share(columns.values(object), weight));
      }
    } else if (tree.directories().isComplete()) { // else there are others, of greater values
      for (String directory : tree.directories().prefixes()) {
        shares.add(new PartitionStatistics.Share(columns.values(directory), 1));
      }
    }
    return new PartitionStatistics(columns.types(), shares, content);
  }
}

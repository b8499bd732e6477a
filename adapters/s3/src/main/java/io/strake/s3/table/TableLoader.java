/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.planner.metadata.ColumnStatistics;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.Futures;
import io.strake.s3.store.ObjectLocation;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.Compression;
import io.strake.s3.text.TextLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/** Loader of the objects and columns of a table. Thread-safe. */
public final class TableLoader implements ContentsLoader {
  /** More objects than this are planned without their footers. */
  private static final int MAX_FOOTERS = 1_000;

  /** Footers that tell the columns of a table that is too large to read them all. */
  private static final int SAMPLED_FOOTERS = 16;

  /** How many directories are assumed for each known one where not all are known. */
  private static final double UNSEEN_FACTOR = 5;

  private static final double TYPICAL_FIELD_BYTES = 8;
  private static final double TYPICAL_ZIP_RATIO = 5;

  private final String bucket;
  private final ObjectStore store;
  private final ParquetFiles files;
  private final ExecutorService executor;
  private final S3Errors errors;

  public TableLoader(
      String bucket,
      ObjectStore store,
      ParquetFiles files,
      ExecutorService executor,
      S3Errors errors) {
    this.bucket = bucket;
    this.store = store;
    this.files = files;
    this.executor = executor;
    this.errors = errors;
  }

  /** Lists the first objects of a table and finds out its columns. */
  @Override
  public TableContents load(TableDefinition definition) {
    ObjectLocation location = ObjectLocation.of(definition.location());
    ObjectTree tree = ObjectTree.of(store, location, executor, errors);
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
    PartitionColumns partitions =
        definition.hivePartitioned()
            ? PartitionColumns.of(known, tree.directories().prefixes(), errors)
            : PartitionColumns.none(errors);
    return format == Format.PARQUET
        ? parquet(definition, tree, known, partitions)
        : text(definition, format, tree, known, partitions);
  }

  /** Returns objects with their partition values and, if there are not too many, their footers. */
  private List<DataObject> objects(
      TableDefinition definition,
      Format format,
      PartitionColumns partitions,
      List<StoredObject> objects) {
    if (definition.format().isEmpty()) {
      objects.forEach(object -> checkFormat(definition, object, Optional.of(format)));
    }
    boolean hasFooters = format == Format.PARQUET && objects.size() <= MAX_FOOTERS;
    List<ParquetMetadata> footers = hasFooters ? footers(objects) : List.of();
    List<DataObject> data = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      data.add(
          new DataObject(
              objects.get(i),
              partitions.values(objects.get(i)),
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

  private TableContents parquet(
      TableDefinition definition,
      ObjectTree tree,
      List<StoredObject> known,
      PartitionColumns partitions) {
    List<StoredObject> read = tree.isSmall() ? known : sample(known);
    List<ParquetMetadata> footers = footers(read);
    ColumnUnion union = new ColumnUnion(errors, partitions.types().keySet());
    double rows = 0;
    for (int i = 0; i < read.size(); i++) {
      union.add(read.get(i), footers.get(i).getFileMetaData().getSchema());
      rows += rows(footers.get(i));
    }
    List<TableColumn> columns = new ArrayList<>(union.columns(tree.isSmall()));
    columns.addAll(partitionColumns(partitions, tree));
    TableSize size = size(tree, known, rows / read.size());
    List<BlockMetaData> blocks = footers.stream().flatMap(f -> f.getBlocks().stream()).toList();
    return new ListedContents(
        definition,
        Format.PARQUET,
        tree,
        partitions,
        columns,
        size,
        Optional.empty(),
        statistics(tree, partitions, new FooterStatistics(blocks, columns, size.rows())),
        this::objects);
  }

  /** Returns objects at even distances. */
  private static List<StoredObject> sample(List<StoredObject> objects) {
    int count = Math.min(SAMPLED_FOOTERS, objects.size());
    List<StoredObject> sample = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      sample.add(objects.get((int) ((long) i * objects.size() / count)));
    }
    return sample;
  }

  private static TableSize size(ObjectTree tree, List<StoredObject> known, double rowsPerObject) {
    double bytes = known.stream().mapToDouble(StoredObject::size).sum();
    if (tree.isSmall()) {
      return new TableSize(
          rowsPerObject * known.size(), true, bytes, known.size(), OptionalInt.of(known.size()));
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

  private static long rows(ParquetMetadata footer) {
    return footer.getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  private List<ParquetMetadata> footers(List<StoredObject> objects) {
    ObjectSession session = store.session(new RequestTracker());
    List<Future<ParquetMetadata>> futures = new ArrayList<>();
    for (StoredObject object : objects) {
      futures.add(executor.submit(() -> files.footer(session, object)));
    }
    return Futures.await(futures);
  }

  private TableContents text(
      TableDefinition definition,
      Format format,
      ObjectTree tree,
      List<StoredObject> known,
      PartitionColumns partitions) {
    TextLayout layout = new TextSampler(store, errors).layout(definition, format, known);
    double bytes = 0;
    for (StoredObject object : known) {
      boolean isZipped = layout.options().compressionOf(object) != Compression.NONE;
      bytes += object.size() * (isZipped ? TYPICAL_ZIP_RATIO : 1);
    }
    List<TableColumn> columns = new ArrayList<>();
    for (TextLayout.Field column : layout.fields()) {
      if (!partitions.types().containsKey(column.name())) {
        columns.add(new TableColumn(column.name(), column.type(), true, false, Optional.empty()));
      }
    }
    double rows = Math.max(1, bytes / (TYPICAL_FIELD_BYTES * Math.max(1, columns.size())));
    columns.addAll(partitionColumns(partitions, tree));
    TableSize counted = size(tree, known, rows / known.size());
    TableSize size =
        new TableSize(counted.rows(), false, counted.bytes(), counted.objects(), counted.listed());
    return new ListedContents(
        definition,
        format,
        tree,
        partitions,
        columns,
        size,
        Optional.of(layout),
        statistics(tree, partitions, column -> OptionalDouble.empty()),
        this::objects);
  }

  private static ColumnStatistics statistics(
      ObjectTree tree, PartitionColumns partitions, ColumnStatistics content) {
    List<PartitionStatistics.Share> shares = new ArrayList<>();
    if (tree.isSmall()) {
      for (StoredObject object : tree.first()) {
        double weight = Math.max(1, object.size());
        shares.add(new PartitionStatistics.Share(partitions.values(object), weight));
      }
    } else if (tree.directories().isComplete()) { // else there are others, of greater values
      for (String directory : tree.directories().prefixes()) {
        shares.add(new PartitionStatistics.Share(partitions.values(directory), 1));
      }
    }
    return new PartitionStatistics(partitions.types(), shares, content);
  }

  /** Without all objects known, no partition column is known to have no NULLs. */
  private static List<TableColumn> partitionColumns(PartitionColumns partitions, ObjectTree tree) {
    List<Map<String, @Nullable Comparable<?>>> values =
        tree.isSmall() ? tree.first().stream().map(partitions::values).toList() : List.of();
    List<TableColumn> columns = new ArrayList<>();
    partitions
        .types()
        .forEach(
            (name, type) -> {
              boolean nullable =
                  values.isEmpty() || values.stream().anyMatch(of -> of.get(name) == null);
              columns.add(new TableColumn(name, type, nullable, true, Optional.empty()));
            });
    return columns;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.strake.planner.ErrorCode;
import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.deletes.Deletes;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;

/**
 * Reader of delete files, after "Delete Formats" of the specification of Iceberg tables. What was
 * read is kept as far as memory allows, since one file often counts for many data files.
 * Thread-safe.
 */
final class DeleteFiles {
  /** Columns of deletes by position, as the specification names them. */
  private static final List<Types.NestedField> POSITION_FIELDS =
      List.of(MetadataColumns.DELETE_FILE_PATH, MetadataColumns.DELETE_FILE_POS);

  /** About what an entry of a set takes. */
  private static final int ENTRY_BYTES = 64;

  private final FileLocations locations;
  private final ParquetRows rows;
  private final S3Errors errors;
  private final Cache<Object, Kept> kept =
      CacheBuilder.newBuilder()
          .concurrencyLevel(1) // else a part of the weight is the most for one entry
          .maximumWeight(Runtime.getRuntime().maxMemory() / 16)
          .<Object, Kept>weigher((key, value) -> value.weight())
          .build();

  DeleteFiles(FileLocations locations, ParquetRows rows, S3Errors errors) {
    this.locations = locations;
    this.rows = rows;
    this.errors = errors;
  }

  /** What a file says. */
  private record Kept(Object content, int weight) {
    static Kept of(Object content, long entries) {
      return new Kept(content, (int) Math.min(Integer.MAX_VALUE, (entries + 1) * ENTRY_BYTES));
    }
  }

  /** What identifies the content of a file as the values of some columns. */
  private record EqualityKey(String location, List<TableColumn> columns) {}

  /** Fails if a file cannot be read. */
  void check(DeleteFile file) {
    boolean isKnown =
        file.format() == FileFormat.PARQUET
            || (file.format() == FileFormat.PUFFIN && file.contentOffset() != null);
    if (!isKnown || file.keyMetadata() != null) {
      throw errors.of(
          ErrorCode.UNSUPPORTED,
          "delete file '%s' is %s, and only Parquet and deletion vectors are read; compact the"
              + " table",
          file.location(),
          file.keyMetadata() == null ? file.format() : "encrypted");
    }
  }

  /** Returns the rows of a data file that a file deletes by their positions. */
  PositionDeleteIndex positions(
      DeleteFile file,
      String dataFile,
      ObjectSession session,
      long maxBytes,
      BufferAllocator allocator) {
    if (file.format() == FileFormat.PUFFIN) {
      return vector(file, session);
    }
    Kept known = kept.getIfPresent(file.location());
    if (known == null) {
      Map<String, PositionDeleteIndex> positions = new HashMap<>();
      rows.read(
          object(file),
          new FieldIds(POSITION_FIELDS, Optional.empty(), errors),
          POSITION_FIELDS.stream().map(IcebergTypes::column).toList(),
          session,
          maxBytes,
          allocator,
          (columns, count) -> addPositions(columns, count, positions));
      known = Kept.of(positions, file.recordCount() / 8);
      kept.put(file.location(), known);
    }
    @SuppressWarnings("unchecked")
    Map<String, PositionDeleteIndex> indexes = (Map<String, PositionDeleteIndex>) known.content();
    return indexes.getOrDefault(dataFile, PositionDeleteIndex.empty());
  }

  /** Rows of one data file follow each other, so its path is looked up where it changes. */
  private static void addPositions(
      List<FieldVector> columns, int count, Map<String, PositionDeleteIndex> positions) {
    VarCharVector paths = (VarCharVector) columns.get(0);
    BigIntVector rows = (BigIntVector) columns.get(1);
    byte[] last = {};
    PositionDeleteIndex index = PositionDeleteIndex.empty();
    for (int i = 0; i < count; i++) {
      byte[] path = paths.get(i);
      if (i == 0 || !Arrays.equals(path, last)) {
        last = path;
        index =
            positions.computeIfAbsent(new String(path, StandardCharsets.UTF_8), any -> newIndex());
      }
      index.delete(rows.get(i));
    }
  }

  /** Returns an index without any position, to which some may be added. */
  static PositionDeleteIndex newIndex() {
    return Deletes.toPositionIndex(CloseableIterable.withNoopClose(List.of()));
  }

  /** A deletion vector is a blob within a Puffin file, of which manifests know the place. */
  private PositionDeleteIndex vector(DeleteFile file, ObjectSession session) {
    StoredObject object = object(file);
    long offset = file.contentOffset();
    long length = file.contentSizeInBytes();
    if (offset < 0 || length < 0 || length > object.size() - offset) {
      throw errors.invalid(object, "its deletion vector lies behind its end", null);
    }
    byte[] blob = session.read(object, offset, Math.toIntExact(length));
    try {
      return PositionDeleteIndex.deserialize(blob, file);
    } catch (RuntimeException e) {
      throw errors.invalid(object, "its deletion vector is damaged", e);
    }
  }

  /** Returns the values of columns whose rows a file deletes, as {@link RowKeys} make them. */
  Set<Object> values(
      DeleteFile file,
      List<TableColumn> columns,
      FieldIds ids,
      ObjectSession session,
      long maxBytes,
      BufferAllocator allocator) {
    Object key = new EqualityKey(file.location(), columns);
    Kept known = kept.getIfPresent(key);
    if (known == null) {
      Set<Object> values = new HashSet<>();
      rows.read(
          object(file),
          ids,
          columns,
          session,
          maxBytes,
          allocator,
          (vectors, count) -> {
            for (int i = 0; i < count; i++) {
              values.add(RowKeys.of(vectors, i));
            }
          });
      known = Kept.of(values, values.size() * (1L + columns.size()));
      kept.put(key, known);
    }
    @SuppressWarnings("unchecked")
    Set<Object> values = (Set<Object>) known.content();
    return values;
  }

  private StoredObject object(DeleteFile file) {
    return StoredObject.writtenOnce(locations.key(file.location()), file.fileSizeInBytes());
  }
}

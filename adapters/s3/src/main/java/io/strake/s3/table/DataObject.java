/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.store.StoredObject;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/**
 * An object of a table with what is known of its content. Immutable.
 *
 * @param object the object
 * @param partition columns that have one value in all rows, which is not read from the content
 * @param footer Parquet footer; empty for other formats and for footers that were not read
 * @param tracked what the table says of the object; empty if the object speaks for itself
 */
public record DataObject(
    StoredObject object,
    Map<String, @Nullable Comparable<?>> partition,
    Optional<ParquetMetadata> footer,
    Optional<TrackedFile> tracked) {
  /** Creates an object that speaks for itself. */
  public DataObject(
      StoredObject object,
      Map<String, @Nullable Comparable<?>> partition,
      Optional<ParquetMetadata> footer) {
    this(object, partition, footer, Optional.empty());
  }

  /** Returns the rows of the object that do not count; empty if all do. */
  public Optional<RowDeletes> deletes() {
    return tracked.flatMap(TrackedFile::deletes);
  }
}

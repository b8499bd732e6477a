/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.s3.store.StoredObject;
import io.strake.s3.table.RowDeletes;
import io.strake.s3.table.TrackedFile;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * A data file as a manifest describes it. Immutable.
 *
 * @param object the file
 * @param rows number of rows, deleted ones included
 * @param rowGroups how many row groups there are, as far as the manifest tells; at least one
 * @param ids how its fields become columns of the table
 * @param deletes rows that are deleted; empty if none is
 */
record IcebergFile(
    StoredObject object, long rows, int rowGroups, FieldIds ids, Optional<RowDeletes> deletes)
    implements TrackedFile {
  @Override
  public ParquetMetadata asTable(ParquetMetadata stored) {
    return ids.asTable(object, stored);
  }
}

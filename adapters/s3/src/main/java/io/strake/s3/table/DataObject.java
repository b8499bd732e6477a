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
 * @param partition values of the partition columns
 * @param footer Parquet footer; empty for other formats and for footers that were not read
 */
public record DataObject(
    StoredObject object,
    Map<String, @Nullable Comparable<?>> partition,
    Optional<ParquetMetadata> footer) {}

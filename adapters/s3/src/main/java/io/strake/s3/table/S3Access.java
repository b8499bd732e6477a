/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.S3Errors;
import java.util.concurrent.ExecutorService;

/**
 * What the tables of one source share. Immutable.
 *
 * @param store client
 * @param files opener of Parquet objects
 * @param executor threads that fetch
 * @param loader loader of the contents of tables
 * @param errors errors of the source
 */
public record S3Access(
    ObjectStore store,
    ParquetFiles files,
    ExecutorService executor,
    ContentsLoader loader,
    S3Errors errors) {}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Tables of Apache Iceberg: metadata and manifests are read by Iceberg's own library through the
 * object store of the source, data and delete files by the Parquet reader of this adapter.
 */
@NullMarked
package io.strake.s3.iceberg;

import org.jspecify.annotations.NullMarked;

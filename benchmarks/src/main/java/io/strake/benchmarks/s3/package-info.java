/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The measurement of reading Parquet objects beside DuckDB. */
@NullMarked
package io.strake.benchmarks.s3;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** The comparison of what we and DuckDB read from the Parquet files of a folder. */
@NullMarked
package io.strake.benchmarks.parquet;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Columns of tables: their types, bounds of their values, conditions on them, and how Parquet
 * describes them.
 */
@NullMarked
package io.strake.s3.column;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Adapter for S3-compatible object stores: Parquet, Arrow, CSV and JSON lines as tables.
 *
 * <p>Start with {@link io.strake.s3.S3SchemaFactory}; {@link io.strake.s3.S3Options} lists what a
 * model may say. A query goes from {@code S3TableScan}, which the rules narrow, over {@code
 * S3ArrowScan} to {@code S3BatchReader}.
 *
 * <p>Packages use only those before them: {@code parquet}, the decoder; {@code store}, objects;
 * {@code column}, types and conditions; {@code text}, CSV and JSON lines; {@code ipc}, Arrow;
 * {@code table}, what belongs to a table; {@code scan}, reading; and this one, the schema and its
 * rules.
 */
@NullMarked
package io.strake.s3;

import org.jspecify.annotations.NullMarked;

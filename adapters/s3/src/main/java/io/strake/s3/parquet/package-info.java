/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Decoder of Parquet column chunks into Arrow vectors.
 *
 * <p>Bytes of a chunk come from a {@link io.strake.s3.parquet.ChunkInput}; a {@link
 * io.strake.s3.parquet.ColumnReader} walks its pages, decompresses and decodes them in typed loops
 * over blocks of some thousand values, and writes them into a vector. Nothing here knows where the
 * bytes are stored or which SQL type a column gets.
 *
 * <p>Written after the Parquet format specification (Encodings, Data Pages, Nested Encoding).
 * Whatever damaged bytes say, a reader fails with {@link io.strake.s3.parquet.DamageException} or
 * an unchecked exception of Java's own bound checks: no loop goes on without input, and nothing is
 * written outside of a vector.
 */
@NullMarked
package io.strake.s3.parquet;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * A data page, decompressed.
 *
 * @param values number of values, NULLs and empty lists included
 * @param repetition repetition levels; null if all are 0
 * @param definition definition levels; null if all values are present
 * @param encoding encoding of {@code data}
 * @param data the values that are present; valid until the next page is read
 * @param offset position of the page in the file
 */
record DataPage(
    int values,
    @Nullable RunLengthDecoder repetition,
    @Nullable RunLengthDecoder definition,
    Encoding encoding,
    Slice data,
    long offset) {}

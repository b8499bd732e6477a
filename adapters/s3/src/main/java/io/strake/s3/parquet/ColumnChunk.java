/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * What a footer says of a column chunk.
 *
 * @param codec compression of its pages
 * @param values number of its values, NULLs included
 * @param verifiesChecksums whether pages whose checksum is wrong are refused
 */
public record ColumnChunk(CompressionCodecName codec, long values, boolean verifiesChecksums) {}

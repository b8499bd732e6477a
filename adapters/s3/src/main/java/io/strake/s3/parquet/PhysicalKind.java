/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import org.apache.parquet.schema.PrimitiveType;

/** Where a {@link ValueBlock} holds the values of a physical type. */
public enum PhysicalKind {
  INTS,
  LONGS,
  BYTES;

  static PhysicalKind of(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN, INT32, FLOAT -> INTS;
      case INT64, DOUBLE -> LONGS;
      case INT96, FIXED_LEN_BYTE_ARRAY, BINARY -> BYTES;
    };
  }
}

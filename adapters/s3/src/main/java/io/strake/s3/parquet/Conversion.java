/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

/** What happens to a value between its page and its vector. */
public enum Conversion {
  BOOLEAN,
  INT8,
  INT16,
  INT32,
  UINT8_TO_INT16,
  UINT16_TO_INT32,
  UINT32_TO_INT64,
  UINT64_TO_DECIMAL,
  INT64,
  FLOAT,
  FLOAT16,
  DOUBLE,
  TIME_MILLIS,
  MILLIS,
  NANOS,
  INT96,
  INT32_TO_DECIMAL,
  INT64_TO_DECIMAL,
  BINARY_TO_DECIMAL,
  TEXT,
  BYTES,
  UUID,
  INTERVAL;

  /** Returns the form in which the values are handed over before they are converted. */
  public PhysicalKind kind() {
    return switch (this) {
      case BOOLEAN,
          INT8,
          INT16,
          INT32,
          UINT8_TO_INT16,
          UINT16_TO_INT32,
          UINT32_TO_INT64,
          FLOAT,
          TIME_MILLIS,
          INT32_TO_DECIMAL ->
          PhysicalKind.INTS;
      case INT64, DOUBLE, MILLIS, NANOS, INT64_TO_DECIMAL, UINT64_TO_DECIMAL -> PhysicalKind.LONGS;
      case INT96, FLOAT16, BINARY_TO_DECIMAL, TEXT, BYTES, UUID, INTERVAL -> PhysicalKind.BYTES;
    };
  }
}

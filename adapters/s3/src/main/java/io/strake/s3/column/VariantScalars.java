/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.column;

import io.strake.s3.parquet.VariantLayout;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.variant.Variant;

/** The types of columns that parts of variants may be shredded to, and what they stand for. */
final class VariantScalars {
  private static final int UUID_BYTES = 16;

  private VariantScalars() {}

  /** Returns what a column of values stands for; empty if no part of a variant may be one. */
  static Optional<VariantLayout.Scalar> of(PrimitiveType primitive) {
    LogicalTypeAnnotation logical = primitive.getLogicalTypeAnnotation();
    if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
      return decimal(primitive, decimal);
    }
    return switch (primitive.getPrimitiveTypeName()) {
      case BOOLEAN -> scalar(Variant.Type.BOOLEAN);
      case FLOAT -> scalar(Variant.Type.FLOAT);
      case DOUBLE -> scalar(Variant.Type.DOUBLE);
      case INT32 -> int32(logical);
      case INT64 -> int64(logical);
      case BINARY -> binary(logical);
      case FIXED_LEN_BYTE_ARRAY ->
          logical instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation
                  && primitive.getTypeLength() == UUID_BYTES
              ? scalar(Variant.Type.UUID)
              : Optional.empty();
      case INT96 -> Optional.empty();
    };
  }

  private static Optional<VariantLayout.Scalar> int32(LogicalTypeAnnotation logical) {
    if (logical == null) {
      return scalar(Variant.Type.INT);
    } else if (logical instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
      return scalar(Variant.Type.DATE);
    }
    return logical instanceof IntLogicalTypeAnnotation integer && integer.isSigned()
        ? scalar(Variant.Type.INT)
        : Optional.empty();
  }

  private static Optional<VariantLayout.Scalar> int64(LogicalTypeAnnotation logical) {
    if (logical == null
        || (logical instanceof IntLogicalTypeAnnotation integer && integer.isSigned())) {
      return scalar(Variant.Type.LONG);
    } else if (logical instanceof TimeLogicalTypeAnnotation time) {
      return time.getUnit() == TimeUnit.MICROS ? scalar(Variant.Type.TIME) : Optional.empty();
    } else if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
      boolean isUtc = timestamp.isAdjustedToUTC();
      return switch (timestamp.getUnit()) {
        case MILLIS -> Optional.empty();
        case MICROS -> scalar(isUtc ? Variant.Type.TIMESTAMP_TZ : Variant.Type.TIMESTAMP_NTZ);
        case NANOS ->
            scalar(isUtc ? Variant.Type.TIMESTAMP_NANOS_TZ : Variant.Type.TIMESTAMP_NANOS_NTZ);
      };
    }
    return Optional.empty();
  }

  private static Optional<VariantLayout.Scalar> binary(LogicalTypeAnnotation logical) {
    if (logical == null) {
      return scalar(Variant.Type.BINARY);
    }
    return logical instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
        ? scalar(Variant.Type.STRING)
        : Optional.empty();
  }

  private static Optional<VariantLayout.Scalar> decimal(
      PrimitiveType primitive, DecimalLogicalTypeAnnotation decimal) {
    return switch (primitive.getPrimitiveTypeName()) {
      case INT32 ->
          Optional.of(new VariantLayout.Scalar(Variant.Type.DECIMAL4, decimal.getScale()));
      case INT64 ->
          Optional.of(new VariantLayout.Scalar(Variant.Type.DECIMAL8, decimal.getScale()));
      case BINARY, FIXED_LEN_BYTE_ARRAY ->
          Optional.of(new VariantLayout.Scalar(Variant.Type.DECIMAL16, decimal.getScale()));
      default -> Optional.empty();
    };
  }

  private static Optional<VariantLayout.Scalar> scalar(Variant.Type type) {
    return Optional.of(new VariantLayout.Scalar(type, 0));
  }
}

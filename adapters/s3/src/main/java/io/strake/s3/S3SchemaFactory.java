/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.util.Map;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.SchemaFactory;
import org.apache.calcite.schema.SchemaPlus;

/**
 * Factory of schemas over a bucket of an S3-compatible object store, for models of Calcite.
 *
 * <p>Does no I/O: an endpoint that is down, a missing bucket and a wrong key are errors of the
 * first query that needs them, and only of that query. Thread-safe.
 */
public final class S3SchemaFactory implements SchemaFactory {
  /** Creates a factory; called by Calcite. */
  public S3SchemaFactory() {}

  /**
   * Creates a schema.
   *
   * @throws io.strake.planner.StrakeException if an operand is missing, unknown or malformed
   */
  @Override
  public Schema create(SchemaPlus parentSchema, String name, Map<String, Object> operand) {
    return new S3Schema(S3Options.fromOperand(name, operand));
  }
}

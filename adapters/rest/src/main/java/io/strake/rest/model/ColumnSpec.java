/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import com.fasterxml.jackson.core.JsonPointer;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;

/**
 * Column of an endpoint.
 *
 * @param name name in SQL
 * @param type declared type
 * @param pointer where the value is within a row
 * @param nullable whether the value may be null or missing
 * @param origin whether the value comes from the answer or from the request
 */
public record ColumnSpec(
    String name, ColumnType type, JsonPointer pointer, boolean nullable, Origin origin) {
  /** Where the value of a column comes from. */
  public enum Origin {
    /** From the row in the answer, at {@link ColumnSpec#pointer()}. */
    RESPONSE,
    /** From the request: the value that the column's parameter was bound to. */
    PARAMETER
  }

  /** Returns the SQL type, made by the type factory of the query. */
  public RelDataType toRelDataType(RelDataTypeFactory factory) {
    return factory.createTypeWithNullability(type.toRelDataType(factory), nullable);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.type.RelDataType;

/** A planned statement. Immutable; may be executed many times and at the same time. */
public interface PreparedQuery {
  /** Returns the text it was made from. */
  String sql();

  /** Returns the row type with the names that the client sees. */
  RelDataType rowType();

  /** Returns the schema of every batch of every execution, to the letter and nullability. */
  Schema schema();

  /** Returns the types of the parameters, in the order of their {@code ?} in the text. */
  List<RelDataType> parameterTypes();

  /** Returns the same as a schema with the columns {@code $1}, {@code $2} and so on. */
  Schema parameterSchema();

  /** Returns the physical plan as indented text, with the convention of every node. */
  String plan();

  /** Returns what each source is asked for, in the order of the plan. */
  List<PushedQuery> pushed();

  /**
   * What one source is asked for.
   *
   * @param source name of the schema in the model
   * @param request SQL text, scan or request as {@code EXPLAIN} shows it, without secrets
   */
  record PushedQuery(String source, String request) {}
}

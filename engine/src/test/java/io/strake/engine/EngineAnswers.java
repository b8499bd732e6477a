/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.IntVector;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;

/** What our engine says about expressions over the rows of {@link ExpressionRows}. */
final class EngineAnswers {
  private EngineAnswers() {}

  /**
   * Values of some expressions.
   *
   * @param columns for each expression the canonical texts by row
   * @param types its type
   * @param local whether no part of the plan runs in generated code
   */
  record Answer(List<Map<Integer, String>> columns, List<RelDataType> types, boolean local) {}

  static Answer ask(
      FederationEngine engine, Session session, List<Expression> expressions, String where) {
    List<String> items = expressions.stream().map(Expression::strake).toList();
    String sql = "SELECT id, " + String.join(", ", items) + " FROM lake.e" + where;
    PreparedQuery query = engine.queries().prepare(sql, session);
    List<RelDataType> types =
        query.rowType().getFieldList().stream().skip(1).map(RelDataTypeField::getType).toList();
    List<Map<Integer, String>> columns = new ArrayList<>();
    expressions.forEach(expression -> columns.add(new HashMap<>()));
    boolean local = !query.plan().contains("Enumerable");
    if (!local && expressions.size() > 1) {
      return new Answer(columns, types, false);
    }
    try (QueryResult result = engine.queries().execute(query, session)) {
      while (result.next()) {
        for (int row = 0; row < result.batch().getRowCount(); row++) {
          int id = ((IntVector) result.batch().getVector(0)).get(row);
          for (int i = 0; i < columns.size(); i++) {
            columns
                .get(i)
                .put(
                    id,
                    CanonicalText.of(
                        CanonicalText.cell(result.batch().getVector(i + 1), row),
                        expressions.get(i).digits()));
          }
        }
      }
    }
    return new Answer(columns, types, local);
  }
}

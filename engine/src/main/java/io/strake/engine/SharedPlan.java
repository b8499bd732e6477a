/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import io.strake.engine.plan.StatementPlanner;
import io.strake.planner.ErrorCode;
import io.strake.planner.ParameterLiterals;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.ArrowTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Plan of all statements that differ in lifted constants only. Immutable; run by many at a time.
 *
 * @param plan the plan
 * @param rowType names and types that clients see
 * @param schema the same for Arrow
 * @param memory what the first of the statements needs to run, which all are taken to need
 */
record SharedPlan(
    StatementPlanner.Plan plan, RelDataType rowType, Schema schema, MemoryNeed memory) {
  /** About what an operator with its expressions and statement takes. */
  private static final long OPERATOR_BYTES = 4096;

  static SharedPlan of(StatementPlanner.Plan plan, RelDataTypeFactory typeFactory) {
    RelDataType rowType =
        plan.explain()
            ? typeFactory.builder().add("plan", SqlTypeName.VARCHAR).build()
            : plan.rowType();
    return new SharedPlan(plan, rowType, schema(rowType, plan), MemoryNeed.of(plan));
  }

  private static Schema schema(RelDataType rowType, StatementPlanner.Plan plan) {
    Schema schema = ArrowTypes.toSchema(rowType);
    if (plan.explain() || plan.sourceTypes().isEmpty()) {
      return schema;
    }
    List<Field> fields = new ArrayList<>(schema.getFields());
    plan.sourceTypes()
        .forEach((index, name) -> fields.set(index, Catalog.typed(fields.get(index), name)));
    return new Schema(fields);
  }

  /** Returns about how many bytes it takes. */
  long weight() {
    return OPERATOR_BYTES + weight(plan.rel());
  }

  private static long weight(RelNode rel) {
    long columns = rel.getRowType().getFieldCount();
    return OPERATOR_BYTES
        + 64 * columns
        + rel.getInputs().stream().mapToLong(SharedPlan::weight).sum();
  }

  /**
   * Returns the values that a client binds as literals of the parameters' types.
   *
   * @throws StrakeException if there are too many or too few, or one does not fit its type
   */
  List<RexLiteral> literals(List<? extends @Nullable Object> values, ParameterLiterals literals) {
    List<RelDataType> types = plan.parameters();
    if (plan.explain() && values.isEmpty()) {
      return List.of(); // the plan is shown with $1 for the first parameter
    }
    if (values.size() != types.size()) {
      throw StrakeException.of(
          ErrorCode.WRONG_PARAMETERS,
          "query: has %d parameters but %d values are bound; bind one value for each '?'",
          types.size(),
          values.size());
    }
    List<RexLiteral> bound = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      RexLiteral value =
          literals.literal(i + 1, types.get(i), values.get(i), plan.rounded().contains(i));
      if (plan.rowCounts().contains(i)) {
        checkRowCount(i, value);
      }
      bound.add(value);
    }
    return bound;
  }

  private static void checkRowCount(int index, RexLiteral value) {
    BigDecimal rows = value.isNull() ? null : value.getValueAs(BigDecimal.class);
    if (rows == null || rows.signum() < 0) {
      throw StrakeException.of(
          ErrorCode.INVALID_ROW_COUNT,
          "query: parameter %d is a number of rows in LIMIT or OFFSET and must not be negative or"
              + " NULL",
          index + 1);
    }
  }
}

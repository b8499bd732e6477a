/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.FederatedSource;
import java.util.BitSet;
import java.util.List;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Decides which constants of a statement may stay parameters: those that are operands of a
 * comparison after conversion too, as they are or cast to a type of numbers that has all of theirs,
 * so that no other cast would have been worked out; and none if a table belongs to a source whose
 * plans depend on constants.
 */
final class LiftCheck {
  private final CalciteSchema rootSchema;

  LiftCheck(CalciteSchema rootSchema) {
    this.rootSchema = rootSchema;
  }

  /** Returns those of the parameters from {@code first} on that may stay, counted from 0. */
  BitSet approved(RelNode query, int first, int count) {
    BitSet approved = new BitSet();
    if (RelOptUtil.findAllTables(query).stream().allMatch(this::plansForAnyConstant)) {
      approved.set(0, count);
      Uses uses = new Uses(first, approved);
      query.accept(uses.overRels());
    }
    return approved;
  }

  private boolean plansForAnyConstant(RelOptTable table) {
    List<String> name = table.getQualifiedName();
    CalciteSchema schema = rootSchema;
    for (String part : name.subList(0, name.size() - 1)) {
      schema = schema == null ? null : schema.getSubSchema(part, true);
      if (schema != null && schema.schema instanceof FederatedSource source) {
        return source.plansForAnyConstant();
      }
    }
    return false;
  }

  /** Visitor that strikes out parameters which stand elsewhere than beside a comparison. */
  private static final class Uses extends RexShuttle {
    private final int first;
    private final BitSet approved;

    Uses(int first, BitSet approved) {
      this.first = first;
      this.approved = approved;
    }

    RelHomogeneousShuttle overRels() {
      return new RelHomogeneousShuttle() {
        @Override
        public RelNode visit(RelNode rel) {
          rel.accept(Uses.this);
          return super.visit(rel);
        }
      };
    }

    @Override
    public RexNode visitCall(RexCall call) {
      for (RexNode operand : call.getOperands()) {
        if (!SqlKind.COMPARISON.contains(call.getKind()) || !isParameter(operand)) {
          operand.accept(this);
        }
      }
      return call;
    }

    private static boolean isParameter(RexNode node) {
      return node instanceof RexDynamicParam
          || (node.isA(SqlKind.CAST)
              && node instanceof RexCall cast
              && cast.getOperands().get(0) instanceof RexDynamicParam parameter
              && isWider(cast.getType(), parameter.getType()));
    }

    /** Returns whether every value of an exact numeric type is one of another, too. */
    private static boolean isWider(RelDataType type, RelDataType than) {
      return SqlTypeName.EXACT_TYPES.contains(type.getSqlTypeName())
          && SqlTypeName.EXACT_TYPES.contains(than.getSqlTypeName())
          && type.getScale() >= than.getScale()
          && type.getPrecision() - type.getScale() >= than.getPrecision() - than.getScale();
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
      subQuery.getOperands().forEach(operand -> operand.accept(this));
      subQuery.rel.accept(overRels());
      return subQuery;
    }

    @Override
    public RexNode visitDynamicParam(RexDynamicParam parameter) {
      if (parameter.getIndex() >= first) {
        approved.clear(parameter.getIndex() - first);
      }
      return parameter;
    }
  }
}

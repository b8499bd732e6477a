/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * Operator without operands that stands in a statement for one of its constants: it has the type of
 * the constant and becomes a parameter of the plan.
 *
 * <p>Two of them are equal to Calcite only if they have the same name, so it is different for each.
 */
final class LiftedConstant extends SqlSpecialOperator {
  /** Convertlets that know this operator besides those of our language. */
  static final SqlRexConvertletTable CONVERTLETS = new WithLifted();

  private final int ordinal;
  private final int parameter;
  private final Constant constant;
  private final SqlNode literal;

  LiftedConstant(int ordinal, int parameter, Constant constant, SqlNode literal) {
    super(
        "$constant" + ordinal,
        SqlKind.OTHER_FUNCTION,
        100,
        true,
        ReturnTypes.explicit(constant.type()),
        InferTypes.FIRST_KNOWN,
        OperandTypes.NILADIC);
    this.ordinal = ordinal;
    this.parameter = parameter;
    this.constant = constant;
    this.literal = literal;
  }

  /** Returns its place among the constants of the statement that could be lifted. */
  int ordinal() {
    return ordinal;
  }

  Constant constant() {
    return constant;
  }

  /** Returns what is written in the statement. */
  SqlNode literal() {
    return literal;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    validator.setValidatedNodeType(call, constant.type());
    return constant.type();
  }

  private static final class WithLifted implements SqlRexConvertletTable {
    @Override
    public @Nullable SqlRexConvertlet get(SqlCall call) {
      return call.getOperator() instanceof LiftedConstant lifted
          ? (context, node) ->
              context.getRexBuilder().makeDynamicParam(lifted.constant.type(), lifted.parameter)
          : Convertlets.INSTANCE.get(call);
    }
  }
}

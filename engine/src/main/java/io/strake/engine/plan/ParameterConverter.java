/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/**
 * Converter of a validated statement into logical operators, which knows the types of parameters:
 * those that the validator gives them, but texts and binary strings of any length, as in
 * PostgreSQL. Calcite itself takes the types in the order of the tree, which is not that of the
 * text.
 */
final class ParameterConverter extends SqlToRelConverter {
  private final Map<Integer, RelDataType> types = new HashMap<>();

  ParameterConverter(
      RelOptTable.ViewExpander viewExpander,
      SqlValidator validator,
      Prepare.CatalogReader catalog,
      RelOptCluster cluster,
      Config config) {
    super(viewExpander, validator, catalog, cluster, LiftedConstant.CONVERTLETS, config);
  }

  @Override
  public RexDynamicParam convertDynamicParam(SqlDynamicParam parameter) {
    return rexBuilder.makeDynamicParam(typeOf(parameter), parameter.getIndex());
  }

  /** Returns the types of all parameters of the converted statement, in the order of its text. */
  List<RelDataType> types(ParameterFinder parameters) {
    List<RelDataType> all = new ArrayList<>();
    for (int i = 0; i < parameters.count(); i++) {
      RelDataType known = types.get(i);
      all.add(known == null ? typeOf(parameters.parameter(i)) : known);
    }
    return List.copyOf(all);
  }

  private RelDataType typeOf(SqlDynamicParam parameter) {
    SqlValidator rules = Objects.requireNonNull(validator);
    RelDataType inferred = rules.getValidatedNodeTypeIfKnown(parameter);
    if (inferred == null
        || inferred.equals(rules.getUnknownType())
        || inferred.getSqlTypeName() == SqlTypeName.NULL
        || inferred.getSqlTypeName() == SqlTypeName.ANY) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY,
          "query: the place of parameter %d does not tell its type; write CAST(? AS type)",
          parameter.getIndex() + 1);
    }
    RelDataType type = anyLength(inferred);
    types.put(parameter.getIndex(), type);
    return type;
  }

  private RelDataType anyLength(RelDataType type) {
    RelDataTypeFactory typeFactory = rexBuilder.getTypeFactory();
    RelDataType wide =
        switch (type.getSqlTypeName()) {
          case CHAR, VARCHAR -> typeFactory.createSqlType(SqlTypeName.VARCHAR);
          case BINARY, VARBINARY -> typeFactory.createSqlType(SqlTypeName.VARBINARY);
          default -> type;
        };
    return typeFactory.createTypeWithNullability(wide, true);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Columns of products of decimals, in stages so that nothing is computed twice:
 *
 * <pre>
 *   Project[*, wide product if the narrow one is NULL]
 *     Project[*, narrow product of a narrow product, ...]
 *       Project[*, narrow product of factors, ...]
 *         Project[columns that others need, factors]
 * </pre>
 *
 * <p>A narrow product has 18 digits and is NULL where it does not fit, see {@link NarrowProduct}.
 * Every stage keeps the columns of the one below at their positions, so a reference is good in all
 * of them. Single-threaded.
 */
final class ProductColumns {
  private static final int WIDE_DIGITS = 38;

  private final Project project;
  private final RexBuilder rexBuilder;

  /** References to factors and to narrow products, and those that need no column. */
  private final Map<RexNode, RexNode> operands = new HashMap<>();

  /** References to wide products. */
  private final Map<RexNode, RexNode> wides = new HashMap<>();

  private RelNode rel;

  private ProductColumns(Project project) {
    this.project = project;
    this.rexBuilder = project.getCluster().getRexBuilder();
    this.rel = project.getInput();
  }

  /** Returns whether an expression is a product that has a narrow column at all. */
  static boolean canSplit(RexNode node) {
    return LocalProducts.isWide(node) && RexUtil.isDeterministic(node) && isNarrowable(node);
  }

  private static boolean isNarrowable(RexNode node) {
    if (!LocalProducts.isWide(node)) {
      return LocalProducts.isNarrowFactor(node.getType());
    }
    RexCall product = (RexCall) node;
    return NarrowProduct.hasRoom(product)
        && product.getOperands().stream().allMatch(ProductColumns::isNarrowable);
  }

  /**
   * Returns the columns for some products of a projection.
   *
   * @param kept columns of the projection that are needed as they are; they come first
   * @param products columns of the projection that are products
   */
  static ProductColumns of(Project project, ImmutableBitSet kept, ImmutableBitSet products) {
    ProductColumns columns = new ProductColumns(project);
    SortedMap<Integer, Set<RexNode>> levels = new TreeMap<>();
    products.forEachInt(product -> collect(project.getProjects().get(product), levels));
    columns.addFactors(kept, levels.remove(0));
    levels.values().forEach(columns::addNarrow);
    columns.addWide(products);
    return columns;
  }

  /** Collects a product and its parts by height, and returns its own; that of factors is 0. */
  private static int collect(RexNode node, SortedMap<Integer, Set<RexNode>> levels) {
    int height = 0;
    if (LocalProducts.isWide(node)) {
      for (RexNode operand : ((RexCall) node).getOperands()) {
        height = Math.max(height, 1 + collect(operand, levels));
      }
    }
    levels.computeIfAbsent(height, level -> new LinkedHashSet<>()).add(node);
    return height;
  }

  /** Returns the last stage. */
  RelNode rel() {
    return rel;
  }

  /** Returns the position of the narrow column of a product, given by its own before. */
  int narrow(int product) {
    return position(operands, product);
  }

  /** Returns the position of the wide column of a product, given by its own before. */
  int wide(int product) {
    return position(wides, product);
  }

  private int position(Map<RexNode, RexNode> columns, int product) {
    return ((RexInputRef) columns.get(project.getProjects().get(product))).getIndex();
  }

  private void addFactors(ImmutableBitSet kept, Set<RexNode> factors) {
    List<RexNode> nodes = new ArrayList<>();
    for (int column : kept) {
      nodes.add(project.getProjects().get(column));
    }
    for (RexNode factor : factors) {
      if (RexUtil.isConstant(factor)) {
        operands.put(factor, factor); // as a column it would be compared for each row
      } else if (!nodes.contains(factor)) {
        nodes.add(factor);
      }
    }
    stage(nodes);
    for (RexNode factor : factors) {
      operands.computeIfAbsent(factor, node -> rexBuilder.makeInputRef(rel, nodes.indexOf(node)));
    }
  }

  private void addNarrow(Set<RexNode> products) {
    List<RexNode> nodes = new ArrayList<>();
    for (RexNode product : products) {
      List<RexNode> factors =
          ((RexCall) product).getOperands().stream().map(operands::get).toList();
      nodes.add(NarrowProduct.of(rexBuilder, factors.get(0), factors.get(1)));
    }
    append(nodes, products, operands);
  }

  private void addWide(ImmutableBitSet products) {
    Set<RexNode> distinct = new LinkedHashSet<>();
    products.forEachInt(product -> distinct.add(project.getProjects().get(product)));
    List<RexNode> nodes = new ArrayList<>();
    for (RexNode product : distinct) {
      RexNode wide = wide(product, true);
      nodes.add(
          rexBuilder.makeCall(
              SqlStdOperatorTable.CASE,
              rexBuilder.makeCall(SqlStdOperatorTable.IS_NULL, operands.get(product)),
              wide,
              rexBuilder.makeNullLiteral(wide.getType())));
    }
    append(nodes, distinct, wides);
  }

  /** Returns a product over the columns of its factors, in 128 bits from the first factor on. */
  private RexNode wide(RexNode node, boolean first) {
    if (LocalProducts.isWide(node)) {
      List<RexNode> factors = ((RexCall) node).getOperands();
      return rexBuilder.makeCall(
          node.getType(),
          SqlStdOperatorTable.MULTIPLY,
          List.of(wide(factors.get(0), first), wide(factors.get(1), false)));
    }
    RexNode factor = operands.get(node);
    return first ? rexBuilder.makeAbstractCast(widened(factor.getType()), factor, false) : factor;
  }

  private RelDataType widened(RelDataType type) {
    RelDataTypeFactory types = rexBuilder.getTypeFactory();
    return types.createTypeWithNullability(
        types.createSqlType(SqlTypeName.DECIMAL, WIDE_DIGITS, LocalProducts.scale(type)),
        type.isNullable());
  }

  /** Adds a stage with more columns, and remembers where they are. */
  private void append(List<RexNode> nodes, Set<RexNode> keys, Map<RexNode, RexNode> references) {
    int position = rel.getRowType().getFieldCount();
    List<RexNode> all = new ArrayList<>(rexBuilder.identityProjects(rel.getRowType()));
    all.addAll(nodes);
    stage(all);
    for (RexNode key : keys) {
      references.put(key, rexBuilder.makeInputRef(rel, position++));
    }
  }

  private void stage(List<RexNode> nodes) {
    RelDataTypeFactory.Builder type = rexBuilder.getTypeFactory().builder();
    nodes.forEach(node -> type.add("c" + type.getFieldCount(), node.getType()));
    rel = project.copy(project.getTraitSet(), rel, nodes, type.build());
  }
}

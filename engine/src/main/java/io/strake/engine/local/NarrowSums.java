/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.local;

import io.strake.planner.sql.SqlRel;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.ImmutableIntList;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Rewriting of sums of products of decimals, so that most rows are multiplied and added in 64 bits.
 *
 * <p>A product becomes two columns, see {@link ProductColumns}: one of 18 digits for the rows where
 * it fits, and one for the others; each is NULL where the other has the value. The sum is that of
 * both:
 *
 * <pre>
 *   SUM(a * b)  =&gt;  SUM(narrow) + SUM(wide), or the one of them that is not NULL
 * </pre>
 *
 * <p>Rows that take a common type first, as those of a CASE do, would have to be widened one by
 * one. Single-threaded.
 */
final class NarrowSums {
  private final Aggregate aggregate;
  private final Project project;
  private final RexBuilder rexBuilder;

  private NarrowSums(Aggregate aggregate, Project project) {
    this.aggregate = aggregate;
    this.project = project;
    this.rexBuilder = aggregate.getCluster().getRexBuilder();
  }

  /** Returns a tree with the same rows, of the same type. */
  static SqlRel in(SqlRel root) {
    return (SqlRel) rewrite(root);
  }

  private static RelNode rewrite(RelNode rel) {
    if (rel instanceof ArrowToLocalConverter) {
      return rel;
    }
    List<RelNode> inputs = rel.getInputs().stream().map(NarrowSums::rewrite).toList();
    RelNode copy = inputs.equals(rel.getInputs()) ? rel : rel.copy(rel.getTraitSet(), inputs);
    return copy instanceof Aggregate aggregate
            && aggregate.getInput() instanceof Project project
            && !project.containsOver()
        ? new NarrowSums(aggregate, project).rewrite()
        : copy;
  }

  private RelNode rewrite() {
    List<AggregateCall> calls = aggregate.getAggCallList();
    ImmutableBitSet products = products();
    if (products.isEmpty()) {
      return aggregate;
    }
    ImmutableBitSet kept = kept(products);
    ProductColumns columns = ProductColumns.of(project, kept, products);
    Mapping mapping = positions(kept);
    List<AggregateCall> parts = new ArrayList<>();
    for (AggregateCall call : calls) {
      if (isOf(call, products)) {
        int filter = call.hasFilter() ? mapping.getTarget(call.filterArg) : -1;
        parts.add(part(call, columns.narrow(argument(call)), filter, columns.rel()));
        parts.add(part(call, columns.wide(argument(call)), filter, columns.rel()));
      } else {
        parts.add(call.transform(mapping));
      }
    }
    return combined(
        aggregate.copy(
            aggregate.getTraitSet(),
            columns.rel(),
            Mappings.apply(mapping, aggregate.getGroupSet()),
            aggregate.getGroupSets().stream().map(set -> Mappings.apply(mapping, set)).toList(),
            parts),
        products);
  }

  /** Returns the columns below the aggregate that are products with a sum. */
  private ImmutableBitSet products() {
    ImmutableBitSet.Builder products = ImmutableBitSet.builder();
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (isSum(call)
          && isPlain(call)
          && ProductColumns.canSplit(project.getProjects().get(argument(call)))) {
        products.set(argument(call));
      }
    }
    return products.build();
  }

  /** Returns the columns below the aggregate that something needs as they are. */
  private ImmutableBitSet kept(ImmutableBitSet products) {
    ImmutableBitSet.Builder kept = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
    for (AggregateCall call : aggregate.getAggCallList()) {
      if (!isOf(call, products)) {
        kept.addAll(call.getArgList());
        kept.addAll(RelCollations.ordinals(call.getCollation()));
      }
      if (call.hasFilter()) {
        kept.set(call.filterArg);
      }
    }
    return kept.build();
  }

  private Mapping positions(ImmutableBitSet kept) {
    int count = project.getRowType().getFieldCount();
    Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, count, kept.cardinality());
    kept.forEachInt(column -> mapping.set(column, kept.indexOf(column)));
    return mapping;
  }

  /** Returns whether a call has a value of its own for either part of one of some products. */
  private static boolean isOf(AggregateCall call, ImmutableBitSet products) {
    return (isSum(call) || call.getAggregation().getKind() == SqlKind.COUNT)
        && isPlain(call)
        && products.get(argument(call));
  }

  private static boolean isSum(AggregateCall call) {
    SqlKind kind = call.getAggregation().getKind();
    return kind == SqlKind.SUM || kind == SqlKind.SUM0;
  }

  private static boolean isPlain(AggregateCall call) {
    return call.getArgList().size() == 1
        && !call.isDistinct()
        && call.distinctKeys == null
        && call.getCollation().equals(RelCollations.EMPTY);
  }

  private static int argument(AggregateCall call) {
    return call.getArgList().get(0);
  }

  private AggregateCall part(AggregateCall call, int column, int filter, RelNode input) {
    return AggregateCall.create(
        call.getParserPosition(),
        call.getAggregation(),
        false,
        call.isApproximate(),
        call.ignoreNulls(),
        call.rexList,
        ImmutableIntList.of(column),
        filter,
        null,
        RelCollations.EMPTY,
        aggregate.hasEmptyGroup(),
        input,
        null,
        null);
  }

  /** Puts the two parts of calls together. */
  private RelNode combined(Aggregate parts, ImmutableBitSet products) {
    List<RexNode> fields = new ArrayList<>();
    int part = 0;
    while (part < aggregate.getGroupCount()) {
      fields.add(rexBuilder.makeInputRef(parts, part++));
    }
    for (AggregateCall call : aggregate.getAggCallList()) {
      RexNode field = rexBuilder.makeInputRef(parts, part++);
      fields.add(
          isOf(call, products)
              ? combined(call, field, rexBuilder.makeInputRef(parts, part++))
              : field);
    }
    return project.copy(aggregate.getTraitSet(), parts, fields, aggregate.getRowType());
  }

  private RexNode combined(AggregateCall call, RexNode narrow, RexNode wide) {
    RelDataType type = call.getType();
    RexNode both = rexBuilder.makeCall(type, SqlStdOperatorTable.PLUS, List.of(narrow, wide));
    return call.getAggregation().getKind() == SqlKind.SUM
        ? rexBuilder.makeCall(
            type,
            SqlStdOperatorTable.CASE,
            List.of(isNull(wide), narrow, isNull(narrow), wide, both))
        : both; // neither is NULL
  }

  private RexNode isNull(RexNode node) {
    return rexBuilder.makeCall(SqlStdOperatorTable.IS_NULL, node);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.Parameters;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ConditionTranslator;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.TableContents;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/**
 * The row groups whose footer answers an aggregate: all of their rows pass the filter, and the
 * counts and extremes that are asked for are known for sure. Immutable.
 *
 * @param filter what rows must pass; empty if all do
 * @param counted columns whose values are counted
 * @param extremes columns whose least or greatest value is asked for
 * @param exact the filter with the values of its parameters; empty before they are known, or if it
 *     cannot be said with them, and then no row group is covered
 */
public record Coverage(
    Optional<Filter> filter, Set<String> counted, Set<String> extremes, Optional<Condition> exact) {
  /** Copies the sets. */
  public Coverage {
    counted = Set.copyOf(counted);
    extremes = Set.copyOf(extremes);
  }

  /** Returns the coverage of a filter alone, whose values are not known yet. */
  public static Coverage of(Optional<Filter> filter) {
    return new Coverage(filter, Set.of(), Set.of(), Optional.empty());
  }

  /** A filter over columns that it refers to by position. */
  public record Filter(RexNode condition, RelDataType rowType) {
    @Override
    public String toString() {
      return condition.toString();
    }
  }

  /** Returns the columns that decide which row groups are covered. */
  Set<String> columns() {
    Set<String> columns = new HashSet<>(counted);
    columns.addAll(extremes);
    exact.ifPresent(condition -> columns.addAll(condition.columns()));
    return columns;
  }

  /** Returns whether the values of the filter are known. */
  public boolean isBound() {
    return filter.isEmpty() || exact.isPresent();
  }

  /** Returns the same with the values of parameters, as far as they are known. */
  public Coverage bind(Parameters values, RexBuilder rexBuilder) {
    Optional<Condition> bound =
        filter.flatMap(
            known ->
                new ConditionTranslator(rexBuilder, known.rowType())
                    .exact(values.bind(known.condition())));
    return new Coverage(filter, counted, extremes, bound);
  }

  /** Returns whether the footer of an object answers for one of its row groups. */
  boolean covers(TableContents contents, DataObject object, BlockMetaData block) {
    if (!isBound() || object.deletes().isPresent()) {
      return false;
    }
    RowGroupFacts facts = new RowGroupFacts(contents, object, block);
    boolean passes =
        exact
            .map(
                condition ->
                    condition.columns().stream().allMatch(c -> isCompared(contents, c))
                        && condition.mustHold(facts::bounds))
            .orElse(true);
    return passes
        && counted.stream().allMatch(c -> facts.values(c).isPresent())
        && extremes.stream().allMatch(c -> facts.extremes(c).isPresent());
  }

  /**
   * Returns whether what the table says of an object answers for all of it, so that nobody has to
   * read its footer.
   */
  boolean coversWhole(DataObject object) {
    return filter.isEmpty()
        && object.tracked().isPresent()
        && object.deletes().isEmpty()
        && object.partition().keySet().containsAll(counted)
        && object.partition().keySet().containsAll(extremes);
  }

  /** Statistics leave out NaN, which passes some comparisons and not others. */
  private static boolean isCompared(TableContents contents, String column) {
    return contents
        .findColumn(column)
        .map(known -> !SqlTypeName.APPROX_TYPES.contains(known.type().name()))
        .orElse(false);
  }

  /** Returns the columns that are asked for, for people. */
  @Override
  public String toString() {
    return "footers(count="
        + List.copyOf(new java.util.TreeSet<>(counted))
        + ", extremes="
        + List.copyOf(new java.util.TreeSet<>(extremes))
        + filter.map(known -> ", where " + known).orElse("")
        + ")";
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.column.Condition;
import io.strake.s3.column.ConditionTranslator;
import io.strake.s3.table.RowOrder;
import io.strake.s3.table.TableContents;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a scan reads of a table. Immutable.
 *
 * @param columns columns in the order of the result, at least one
 * @param partitions condition over partition columns; decides exactly which objects are read
 * @param prune condition that skips objects and row groups; the rows that are read may still fail
 *     it
 * @param late condition that prunes once the values of its parameters are known
 * @param covered row groups that are left out, as their footers answer the query
 * @param top the first rows in an order, which are all that is wanted
 * @param order order in which the rows come; empty for any
 * @param limit rows after which the scan may end; negative for all
 */
public record ScanSpec(
    List<String> columns,
    Optional<Condition> partitions,
    Optional<Condition> prune,
    Optional<LateCondition> late,
    Optional<Coverage> covered,
    Optional<TopRows> top,
    Optional<RowOrder> order,
    long limit) {
  private static final long NO_LIMIT = -1;

  /** Copies the list. */
  public ScanSpec {
    columns = List.copyOf(columns);
  }

  public static ScanSpec all(List<String> columns) {
    return new ScanSpec(
        columns,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        NO_LIMIT);
  }

  public boolean hasLimit() {
    return limit >= 0;
  }

  public ScanSpec withColumns(List<String> newColumns) {
    return new ScanSpec(newColumns, partitions, prune, late, covered, top, order, limit);
  }

  public ScanSpec withLimit(long newLimit) {
    return new ScanSpec(columns, partitions, prune, late, covered, top, order, newLimit);
  }

  public ScanSpec withOrder(RowOrder newOrder) {
    return new ScanSpec(
        columns, partitions, prune, late, covered, top, Optional.of(newOrder), limit);
  }

  /** Returns whether the rows can be read in an order without sorting them. */
  public boolean isStoredInOrder(TableContents contents, RowOrder wanted) {
    return OrderedGroups.of(contents, this, wanted).isPresent();
  }

  public ScanSpec withTop(TopRows newTop) {
    return new ScanSpec(
        columns, partitions, prune, late, covered, Optional.of(newTop), order, limit);
  }

  public ScanSpec withConditions(Optional<Condition> exact, Optional<Condition> weakened) {
    return new ScanSpec(
        columns, and(partitions, exact), and(prune, weakened), late, covered, top, order, limit);
  }

  public ScanSpec withLate(LateCondition condition) {
    return new ScanSpec(
        columns, partitions, prune, Optional.of(condition), covered, top, order, limit);
  }

  public ScanSpec withCovered(Coverage coverage) {
    return new ScanSpec(columns, partitions, prune, late, Optional.of(coverage), top, order, limit);
  }

  /** Returns the columns whose values decide what is read, whether they are read or not. */
  public Set<String> decidingColumns() {
    Set<String> deciding = new LinkedHashSet<>();
    partitions.ifPresent(condition -> deciding.addAll(condition.columns()));
    prune.ifPresent(condition -> deciding.addAll(condition.columns()));
    covered.ifPresent(coverage -> deciding.addAll(coverage.columns()));
    top.ifPresent(
        rows -> {
          deciding.add(rows.column());
          deciding.addAll(rows.filter().columns());
        });
    return deciding;
  }

  /** Returns a scan that leaves out what cannot be among the first rows. */
  public ScanSpec narrowed(TableContents contents) {
    return top.flatMap(rows -> rows.condition(contents, contents.objects(partitions, prune)))
        .map(condition -> withConditions(Optional.empty(), Optional.of(condition)))
        .orElse(this);
  }

  private static Optional<Condition> and(Optional<Condition> left, Optional<Condition> right) {
    Set<Condition> parts = new LinkedHashSet<>();
    left.ifPresent(condition -> addParts(condition, parts));
    right.ifPresent(condition -> addParts(condition, parts));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(ConditionTranslator.joined(List.copyOf(parts)));
  }

  /** Without nesting and repetition a condition that is added again leaves an equal scan. */
  private static void addParts(Condition condition, Set<Condition> parts) {
    if (condition instanceof Condition.All all) {
      all.conditions().forEach(part -> addParts(part, parts));
    } else {
      parts.add(condition);
    }
  }
}

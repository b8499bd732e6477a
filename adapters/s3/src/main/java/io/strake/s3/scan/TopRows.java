/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.Parameters;
import io.strake.s3.column.Bounds;
import io.strake.s3.column.Condition;
import io.strake.s3.column.Condition.Operator;
import io.strake.s3.column.Text;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.TableContents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexBuilder;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;

/**
 * The first rows in the order of a column, which are all that a query wants of a scan. Immutable.
 *
 * <p>Statistics of row groups tell a value that so many rows reach or exceed; rows behind it cannot
 * be among the first ones, whatever further columns decide between equal ones.
 *
 * @param column column whose order comes first; not a float, whose statistics leave out NaN
 * @param isDescending whether great values come first
 * @param mayStartWithNulls whether NULLs may come before all values
 * @param rows number of rows wanted, at least 1
 * @param filter what rows must pass to be wanted at all; only row groups count whose statistics say
 *     that all do
 */
public record TopRows(
    String column, boolean isDescending, boolean mayStartWithNulls, long rows, Coverage filter) {
  /** Returns the same with the values of parameters, as far as they are known. */
  public TopRows bind(Parameters values, RexBuilder rexBuilder) {
    Coverage bound = filter.bind(values, rexBuilder);
    return new TopRows(column, isDescending, mayStartWithNulls, rows, bound);
  }

  /** Rows of a row group with values, and the one of them that comes last. */
  private record Group(Comparable<Object> last, long values) {}

  /**
   * Returns what every row that is wanted fulfils.
   *
   * @param objects all objects of the scan
   * @return empty if statistics do not tell
   */
  Optional<Condition> condition(TableContents contents, List<DataObject> objects) {
    List<Group> groups = new ArrayList<>();
    for (DataObject object : objects) {
      if (object.footer().isPresent()) {
        for (BlockMetaData block : object.footer().get().getBlocks()) {
          Group group = group(contents, object, block);
          if (group != null && filter.covers(contents, object, block)) {
            groups.add(group);
          }
        }
      }
    }
    Comparator<Comparable<Object>> natural = Comparator.naturalOrder();
    groups.sort(Comparator.comparing(Group::last, isDescending ? natural.reversed() : natural));
    long seen = 0;
    for (Group group : groups) {
      seen += group.values;
      if (seen >= rows) {
        return condition(group.last);
      }
    }
    return Optional.empty();
  }

  @SuppressWarnings("unchecked") // the bounds of a column have one class
  private @Nullable Group group(TableContents contents, DataObject object, BlockMetaData block) {
    RowGroupFacts facts = new RowGroupFacts(contents, object, block);
    Bounds bounds = facts.bounds(column);
    Comparable<?> last = isDescending ? bounds.min() : bounds.max();
    long values = facts.values(column).orElse(0);
    return last == null || values == 0 ? null : new Group((Comparable<Object>) last, values);
  }

  private Optional<Condition> condition(Comparable<?> last) {
    if (last instanceof Text text && !text.hasOneOrder()) {
      return Optional.empty();
    }
    Operator operator = isDescending ? Operator.GREATER_OR_EQUAL : Operator.LESS_OR_EQUAL;
    Condition reaches = new Condition.Comparison(column, operator, last);
    return Optional.of(
        mayStartWithNulls
            ? new Condition.Any(List.of(reaches, new Condition.NullTest(column, true)))
            : reaches);
  }

  @Override
  public String toString() {
    return rows
        + " by "
        + column
        + (isDescending ? " DESC" : "")
        + filter.filter().map(passed -> " where " + passed).orElse("");
  }
}

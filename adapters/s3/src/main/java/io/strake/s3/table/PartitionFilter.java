/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import io.strake.s3.column.ColumnType;
import io.strake.s3.column.Condition;
import io.strake.s3.column.Text;
import io.strake.s3.store.DirectoryFilter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Test of directories for a condition over partition columns. Thread-safe.
 *
 * <p>Leads past directories of a partition column that cannot match. It leads past objects beside
 * them as well: none of these has that column.
 */
final class PartitionFilter implements DirectoryFilter {
  private final ObjectColumns columns;
  private final PartitionColumns partitions;
  private final Condition condition;
  private final Map<String, RangeSet<Text>> ranges = new ConcurrentHashMap<>();

  PartitionFilter(ObjectColumns columns, PartitionColumns partitions, Condition condition) {
    this.columns = columns;
    this.partitions = partitions;
    this.condition = condition;
  }

  @Override
  public boolean mayMatch(String directory) {
    return columns.mayHold(condition, directory);
  }

  @Override
  public String seek(String key) {
    boolean isDirectory = key.endsWith("/");
    String path = isDirectory ? key.substring(0, key.length() - 1) : key;
    int begin = path.lastIndexOf('/') + 1;
    int sign = path.indexOf('=', begin);
    String column = sign < 0 ? "" : PartitionColumns.decoded(path.substring(begin, sign));
    ColumnType type = partitions.types().get(column);
    if (type == null || PartitionColumns.parse(path.substring(0, begin)).containsKey(column)) {
      return key; // what does not tell the value of a partition column may be anything
    }
    // what is below a directory is behind it and before what ends with the next character
    Text at = new Text(path.substring(sign + 1) + (isDirectory ? "0" : ""));
    for (Range<Text> range :
        ranges
            .computeIfAbsent(column, any -> PartitionRanges.of(condition, column, type))
            .asRanges()) {
      if (range.hasUpperBound() && range.upperEndpoint().compareTo(at) <= 0) {
        continue;
      }
      return !range.hasLowerBound() || range.lowerEndpoint().compareTo(at) <= 0
          ? key
          : path.substring(0, sign + 1) + range.lowerEndpoint().value();
    }
    return path.substring(0, sign) + ">"; // the character behind the equals sign
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.planner.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMdSize;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.jspecify.annotations.Nullable;

/** Sizes of values as tables know them; Calcite guesses those of the others by their types. */
public final class FederationColumnSize extends RelMdSize {
  /** Creates a handler; called while metadata is set up. */
  FederationColumnSize() {}

  /** Called by the metadata system. */
  public List<@Nullable Double> averageColumnSizes(TableScan scan, RelMetadataQuery mq) {
    List<@Nullable Double> guesses = super.averageColumnSizes(scan, mq);
    ColumnStatistics known = ColumnStatistics.of(scan);
    if (known == null || guesses == null) {
      return guesses;
    }
    List<@Nullable Double> sizes = new ArrayList<>();
    for (int i = 0; i < guesses.size(); i++) {
      OptionalDouble bytes = known.averageBytes(scan.getRowType().getFieldNames().get(i));
      sizes.add(bytes.isPresent() ? (Double) bytes.getAsDouble() : guesses.get(i));
    }
    return sizes;
  }
}

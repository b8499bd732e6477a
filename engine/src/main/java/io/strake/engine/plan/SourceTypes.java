/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import io.strake.planner.metadata.TableDescription;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** The names that sources have for the types of result columns which are columns of theirs. */
final class SourceTypes {
  private SourceTypes() {}

  /** Returns the names that sources tell, by the index of the column. */
  static Map<Integer, String> of(RelNode query, RelMetadataQuery metadata) {
    Map<Integer, String> names = new LinkedHashMap<>();
    for (int i = 0; i < query.getRowType().getFieldCount(); i++) {
      RelColumnOrigin origin = metadata.getColumnOrigin(query, i);
      if (origin != null && !origin.isDerived()) {
        int index = i;
        name(origin).ifPresent(name -> names.put(index, name));
      }
    }
    return names;
  }

  private static Optional<String> name(RelColumnOrigin origin) {
    TableDescription table = origin.getOriginTable().unwrap(TableDescription.class);
    return table == null
        ? Optional.empty()
        : table.sourceType(
            origin
                .getOriginTable()
                .getRowType()
                .getFieldNames()
                .get(origin.getOriginColumnOrdinal()));
  }
}

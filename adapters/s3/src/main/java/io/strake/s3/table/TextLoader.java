/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.column.TableColumn;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.Compression;
import io.strake.s3.text.TextLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Finder of the columns of a table of CSV or JSON lines. Thread-safe. */
final class TextLoader {
  private static final double TYPICAL_FIELD_BYTES = 8;
  private static final double TYPICAL_ZIP_RATIO = 5;

  private final TextSampler sampler;

  TextLoader(ObjectStore store, S3Errors errors) {
    this.sampler = new TextSampler(store, errors);
  }

  /**
   * Finds out the columns.
   *
   * @param known some objects, at least one
   * @param others columns that do not come from the content
   */
  ContentColumns columns(
      TableDefinition definition, Format format, List<StoredObject> known, Set<String> others) {
    TextLayout layout = sampler.layout(definition, format, known);
    double bytes = 0;
    for (StoredObject object : known) {
      boolean isZipped = layout.options().compressionOf(object) != Compression.NONE;
      bytes += object.size() * (isZipped ? TYPICAL_ZIP_RATIO : 1);
    }
    List<TableColumn> columns = new ArrayList<>();
    for (TextLayout.Field field : layout.fields()) {
      if (!others.contains(field.name())) {
        columns.add(TableColumn.content(field.name(), field.type(), true));
      }
    }
    double rows = Math.max(1, bytes / (TYPICAL_FIELD_BYTES * Math.max(1, columns.size())));
    return new ContentColumns(
        columns,
        rows / known.size(),
        false,
        Optional.of(layout),
        all -> column -> OptionalDouble.empty());
  }
}

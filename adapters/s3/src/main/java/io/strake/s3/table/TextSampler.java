/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.text.CsvSample;
import io.strake.s3.text.JsonSample;
import io.strake.s3.text.TextContent;
import io.strake.s3.text.TextLayout;
import io.strake.s3.text.TextOptions;
import io.strake.s3.text.TextSample;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finder of how the objects of a table of text are read. Thread-safe. */
public final class TextSampler {
  private final ObjectStore store;
  private final S3Errors errors;

  TextSampler(ObjectStore store, S3Errors errors) {
    this.store = store;
    this.errors = errors;
  }

  /** Returns the declared layout, or else that of the first records that there are. */
  TextLayout layout(TableDefinition definition, Format format, List<StoredObject> objects) {
    if (definition.columns().isEmpty()) {
      return sampled(definition, format, objects);
    }
    return TextLayout.declared(definition.columns(), definition.text());
  }

  private TextLayout sampled(
      TableDefinition definition, Format format, List<StoredObject> objects) {
    ObjectSession session = store.session(new RequestTracker());
    TextLayout bare = null;
    for (StoredObject object : objects) {
      TextSample sample = object.size() == 0 ? null : sample(session, definition, format, object);
      if (sample != null && sample.hasRows()) {
        return sample.layout();
      }
      if (sample != null && bare == null) {
        bare = sample.layout();
      }
    }
    if (bare == null) {
      throw errors.of(
          ErrorCode.INVALID_CONFIGURATION,
          "table '%s': no object has a record to find its columns by; add operand 'columns' to"
              + " its definition",
          definition.name());
    }
    return bare;
  }

  private @Nullable TextSample sample(
      ObjectSession session, TableDefinition definition, Format format, StoredObject object) {
    TextOptions options = definition.text();
    try (InputStream content = TextContent.open(session, object, options)) {
      return format == Format.CSV
          ? CsvSample.of(TextContent.utf8(content), options)
          : JsonSample.of(content, options);
    } catch (IOException | RuntimeException e) { // whatever damaged content makes the parsers do
      throw TextContent.failure(errors, object, "its begin", e);
    }
  }
}

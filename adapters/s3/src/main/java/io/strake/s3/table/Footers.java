/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.store.ObjectSession;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** The footers of objects in their order, fetched some ahead. Not thread-safe. */
public final class Footers {
  private final FetchAhead<ParquetMetadata> unknown;

  public Footers(
      ParquetFiles files,
      ExecutorService executor,
      ObjectSession session,
      List<DataObject> objects) {
    this.unknown =
        new FetchAhead<>(
            executor,
            objects.stream()
                .filter(object -> object.footer().isEmpty())
                .map(DataObject::object)
                .toList(),
            object -> files.footer(session, object));
  }

  /** Returns the footer of an object; objects are asked for in order, each once. */
  public ParquetMetadata of(DataObject object) {
    if (object.footer().isPresent()) {
      return object.footer().get();
    }
    ParquetMetadata stored = unknown.next();
    return object.tracked().map(file -> file.asTable(stored)).orElse(stored);
  }

  /** Gives up requests that have not begun. */
  public void close() {
    unknown.close();
  }
}

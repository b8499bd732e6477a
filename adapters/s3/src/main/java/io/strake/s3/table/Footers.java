/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.store.Futures;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.StoredObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/** The footers of objects in their order, fetched some ahead. Not thread-safe. */
public final class Footers {
  private static final int AHEAD = 16;

  private final ParquetFiles files;
  private final ExecutorService executor;
  private final ObjectSession session;
  private final Iterator<StoredObject> unknown;
  private final Deque<Future<ParquetMetadata>> fetching = new ArrayDeque<>();

  public Footers(
      ParquetFiles files,
      ExecutorService executor,
      ObjectSession session,
      List<DataObject> objects) {
    this.files = files;
    this.executor = executor;
    this.session = session;
    this.unknown =
        objects.stream()
            .filter(object -> object.footer().isEmpty())
            .map(DataObject::object)
            .iterator();
  }

  /** Returns the footer of an object; objects are asked for in order, each once. */
  public ParquetMetadata of(DataObject object) {
    if (object.footer().isPresent()) {
      return object.footer().get();
    }
    while (fetching.size() < AHEAD && unknown.hasNext()) {
      StoredObject next = unknown.next();
      fetching.add(executor.submit(() -> files.footer(session, next)));
    }
    ParquetMetadata stored = Futures.await(fetching.remove());
    return object.tracked().map(file -> file.asTable(stored)).orElse(stored);
  }

  /** Gives up requests that have not begun. */
  public void close() {
    fetching.forEach(request -> request.cancel(false));
    fetching.clear();
  }
}

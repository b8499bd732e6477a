/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.store.Futures;
import io.strake.s3.store.StoredObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * What is fetched of each of some objects, in their order, some ahead. Not thread-safe.
 *
 * @param <T> what is fetched
 */
public final class FetchAhead<T> {
  private static final int AHEAD = 16;

  private final ExecutorService executor;
  private final Iterator<StoredObject> objects;
  private final Function<StoredObject, T> fetch;
  private final Deque<Future<T>> fetching = new ArrayDeque<>();

  /** Creates a queue, without fetching anything. */
  public FetchAhead(
      ExecutorService executor, List<StoredObject> objects, Function<StoredObject, T> fetch) {
    this.executor = executor;
    this.objects = objects.iterator();
    this.fetch = fetch;
  }

  /** Waits for what is fetched of the next object, of which there must be one. */
  public T next() {
    while (fetching.size() < AHEAD && objects.hasNext()) {
      StoredObject object = objects.next();
      fetching.add(executor.submit(() -> fetch.apply(object)));
    }
    return Futures.await(fetching.remove());
  }

  /** Gives up requests that have not begun. */
  public void close() {
    fetching.forEach(request -> request.cancel(false));
    fetching.clear();
  }
}

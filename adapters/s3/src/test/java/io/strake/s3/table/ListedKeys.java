/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.ObjectTree;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Keys without content that are listed in small answers, as one kind of store or another does. */
final class ListedKeys implements ObjectStore {
  /** What stores do with a key to begin behind. */
  enum Kind {
    /** A directory is listed again while it has keys behind the key. */
    REPEATS,
    /** A directory is not listed again. */
    SKIPS,
    /** The key is ignored. */
    IGNORES
  }

  final AtomicInteger lists = new AtomicInteger();
  private final NavigableSet<String> keys =
      new TreeSet<>(
          (one, other) ->
              Arrays.compareUnsigned(
                  one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)));
  private final Kind kind;
  private final int answer;

  ListedKeys(Collection<String> keys, Kind kind, int answer) {
    this.keys.addAll(keys);
    this.kind = kind;
    this.answer = answer;
  }

  @Override
  public List<StoredObject> list(String prefix, int max) {
    return list(prefix, "", max);
  }

  @Override
  public List<StoredObject> list(String prefix, String after, int max) {
    lists.incrementAndGet();
    return keys.tailSet(kind == Kind.IGNORES ? "" : after, false).stream()
        .filter(key -> key.startsWith(prefix))
        .limit(max)
        .map(key -> new StoredObject(key, "", 0))
        .toList();
  }

  @Override
  public ObjectTree.Directory directory(String prefix) {
    return directory(prefix, "", Integer.MAX_VALUE);
  }

  @Override
  public ObjectTree.Directory directory(String prefix, String after) {
    return directory(prefix, after, answer);
  }

  private ObjectTree.Directory directory(String prefix, String after, int max) {
    lists.incrementAndGet();
    List<String> prefixes = new ArrayList<>();
    List<StoredObject> objects = new ArrayList<>();
    String last = "";
    boolean isFromBegin = kind == Kind.IGNORES || prefix.startsWith(after);
    for (String key : keys.tailSet(isFromBegin ? prefix : after, false)) {
      if (!key.startsWith(prefix)) {
        break;
      }
      if (!last.isEmpty() && key.startsWith(last)) {
        continue;
      }
      int slash = key.indexOf('/', prefix.length());
      String entry = slash < 0 ? key : key.substring(0, slash + 1);
      if (kind == Kind.SKIPS && slash >= 0 && after.startsWith(entry)) {
        continue;
      }
      if (prefixes.size() + objects.size() == max) {
        return new ObjectTree.Directory(prefixes, objects, false);
      }
      if (slash < 0) {
        objects.add(new StoredObject(key, "", 0));
      } else {
        prefixes.add(entry);
        last = entry;
      }
    }
    return new ObjectTree.Directory(prefixes, objects, true);
  }

  @Override
  public ObjectSession session(RequestTracker tracker) {
    throw new AssertionError("there is no content");
  }

  @Override
  public void check() {}

  @Override
  public void close() {}
}

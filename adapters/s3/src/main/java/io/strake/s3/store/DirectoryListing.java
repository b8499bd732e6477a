/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import com.google.common.collect.Comparators;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is right in a directory, of which only the parts are listed that somebody looks for; what
 * was listed once is not listed again. Thread-safe.
 *
 * <p>Stores list keys in the order of their bytes and from any key on. One that turns out to do
 * neither is asked for all of the directory.
 */
final class DirectoryListing {
  private final ObjectStore store;
  private final String prefix;

  @GuardedBy("this")
  private final NavigableMap<String, Part> parts = new TreeMap<>(ObjectTree.BY_BYTES);

  @GuardedBy("this")
  private ObjectTree.@Nullable Directory all;

  /**
   * What is right in the directory behind a key.
   *
   * @param entries directories without and objects with what is known of them
   * @param end key up to which there is nothing else; null for the end of the directory
   */
  private record Part(NavigableMap<String, @Nullable StoredObject> entries, @Nullable String end) {}

  DirectoryListing(ObjectStore store, String prefix) {
    this.store = store;
    this.prefix = prefix;
  }

  /** Returns what is there but for directories that cannot match. */
  synchronized ObjectTree.Directory entries(DirectoryFilter filter) {
    return entries(filter, Integer.MAX_VALUE);
  }

  /** Returns what is there in the order of the keys, up to the end of so many answers. */
  synchronized ObjectTree.Directory head(int answers) {
    return entries(DirectoryFilter.ALL, answers);
  }

  /** Returns what one answer has behind a key. */
  synchronized ObjectTree.Directory behind(String key) {
    Found found = new Found();
    Part part = part(key);
    if (part != null) {
      found.add(part, key);
    }
    return found.directory(false);
  }

  @GuardedBy("this")
  private ObjectTree.Directory entries(DirectoryFilter filter, int answers) {
    Found found = new Found();
    boolean isAll = true;
    String at = "";
    for (int i = 0; at != null && i < answers && all == null; i++) {
      Part part = part(at);
      if (part == null) {
        all = store.directory(prefix);
        break;
      }
      found.add(part, at);
      String next = part.end() == null ? null : filter.seek(part.end());
      isAll &= next == null || next.equals(part.end());
      at = next;
    }
    return all == null ? found.directory(isAll && at == null) : all;
  }

  /** Returns the part that begins at or before a key; null if the store lists in another order. */
  @GuardedBy("this")
  private @Nullable Part part(String after) {
    Map.Entry<String, Part> known = parts.floorEntry(after);
    if (known != null) {
      String end = known.getValue().end();
      if (end == null || ObjectTree.BY_BYTES.compare(end, after) > 0) {
        return known.getValue();
      }
    }
    Part listed = list(after);
    if (listed != null) {
      parts.put(after, listed);
    }
    return listed;
  }

  @GuardedBy("this")
  private @Nullable Part list(String after) {
    ObjectTree.Directory answer = store.directory(prefix, after);
    NavigableMap<String, @Nullable StoredObject> entries = new TreeMap<>(ObjectTree.BY_BYTES);
    answer.prefixes().forEach(directory -> entries.put(directory, null));
    answer.objects().forEach(object -> entries.put(object.key(), object));
    // a directory that has the key is listed for what it has behind it
    entries.headMap(after, true).keySet().removeIf(after::startsWith);
    boolean isOrdered =
        Comparators.isInOrder(answer.prefixes(), ObjectTree.BY_BYTES)
            && (entries.isEmpty() || ObjectTree.BY_BYTES.compare(entries.firstKey(), after) > 0)
            && (answer.isComplete() || !entries.isEmpty());
    if (!isOrdered) {
      return null;
    }
    String end = answer.isComplete() ? null : entries.lastKey();
    String next = parts.higherKey(after);
    if (next != null && (end == null || ObjectTree.BY_BYTES.compare(end, next) > 0)) {
      return new Part(entries.headMap(next, true), next); // from there on it was listed before
    }
    return new Part(entries, end);
  }

  /** Entries as they are found. */
  private static final class Found {
    private final List<String> prefixes = new ArrayList<>();
    private final List<StoredObject> objects = new ArrayList<>();

    void add(Part part, String after) {
      part.entries()
          .tailMap(after, false)
          .forEach(
              (key, object) -> {
                if (object == null) {
                  prefixes.add(key);
                } else {
                  objects.add(object);
                }
              });
    }

    ObjectTree.Directory directory(boolean isComplete) {
      return new ObjectTree.Directory(prefixes, objects, isComplete);
    }
  }
}

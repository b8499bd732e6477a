/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The objects of a location as they were when first asked for: what was listed once is not listed
 * again.
 *
 * <p>If one request does not list them all, they are listed directory by directory, and only where
 * a filter has something to look for. Thread-safe.
 */
public final class ObjectTree {
  /** Objects of one answer of an object store. */
  private static final int ONE_ANSWER = 1_000;

  /** More objects than this are most likely a wrong prefix. */
  private static final int MAX_OBJECTS = 1_000_000;

  /** With more directories than this, all of them to be read, one long listing is cheaper. */
  private static final int MAX_DIRECTORIES = 16;

  private final ObjectStore store;
  private final ObjectLocation location;
  private final ExecutorService executor;
  private final S3Errors errors;
  private final List<StoredObject> first;
  private final boolean isSmall;
  private final Map<String, Directory> directories = new ConcurrentHashMap<>();
  private final Map<String, List<StoredObject>> subtrees = new ConcurrentHashMap<>();

  private ObjectTree(
      ObjectStore store,
      ObjectLocation location,
      ExecutorService executor,
      S3Errors errors,
      List<StoredObject> listed) {
    this.store = store;
    this.location = location;
    this.executor = executor;
    this.errors = errors;
    this.first = matching(listed);
    this.isSmall = listed.size() < ONE_ANSWER;
  }

  /**
   * What a directory has.
   *
   * @param prefixes directories in it, each with a slash at its end
   * @param objects objects in it
   */
  public record Directory(List<String> prefixes, List<StoredObject> objects) {
    /** Copies the lists. */
    public Directory {
      prefixes = List.copyOf(prefixes);
      objects = List.copyOf(objects);
    }
  }

  /** Lists the first objects of a location. */
  public static ObjectTree of(
      ObjectStore store, ObjectLocation location, ExecutorService executor, S3Errors errors) {
    List<StoredObject> listed = store.list(location.prefix(), ONE_ANSWER);
    return new ObjectTree(store, location, executor, errors, listed);
  }

  /** Returns whether {@link #first()} are all objects. */
  public boolean isSmall() {
    return isSmall;
  }

  /** Returns the first objects in the order of their keys, some hundred at most. */
  public List<StoredObject> first() {
    return first;
  }

  /** Returns the directories right below the location; empty if there are few objects. */
  public List<String> directories() {
    return isSmall
        ? List.of()
        : directory(root()).prefixes().stream().filter(location::mayContain).toList();
  }

  /** Returns all objects in the order of their keys. */
  public List<StoredObject> all() {
    return isSmall ? first : subtree(location.prefix());
  }

  /**
   * Returns the objects below the directories that pass a test, in the order of their keys; others
   * may be among them.
   */
  public List<StoredObject> objects(Predicate<String> directoryMayMatch) {
    if (isSmall) {
      return first;
    }
    List<StoredObject> found = new ArrayList<>();
    List<String> level = List.of(root());
    while (!level.isEmpty()) {
      List<String> next = new ArrayList<>();
      for (Directory directory : parallel(level, this::directory)) {
        found.addAll(matching(directory.objects()));
        List<String> children =
            directory.prefixes().stream()
                .filter(location::mayContain)
                .filter(directoryMayMatch)
                .toList();
        boolean isPruned = children.size() < directory.prefixes().size();
        if (isPruned || children.size() <= MAX_DIRECTORIES) {
          next.addAll(children);
        } else {
          parallel(List.of(common(children)), this::subtree).forEach(found::addAll);
        }
      }
      level = next;
    }
    found.sort(Comparator.comparing(StoredObject::key));
    checkCount(found.size());
    return found;
  }

  private String root() {
    return location.prefix().substring(0, location.prefix().lastIndexOf('/') + 1);
  }

  /** All children of a directory are below its own prefix. */
  private static String common(List<String> children) {
    String child = children.get(0);
    return child.substring(0, child.lastIndexOf('/', child.length() - 2) + 1);
  }

  private Directory directory(String prefix) {
    return directories.computeIfAbsent(prefix, store::directory);
  }

  private List<StoredObject> subtree(String prefix) {
    return subtrees.computeIfAbsent(
        prefix,
        below -> {
          List<StoredObject> listed = store.list(below, MAX_OBJECTS + 1);
          checkCount(listed.size());
          return matching(listed);
        });
  }

  private void checkCount(int objects) {
    if (objects > MAX_OBJECTS) {
      throw errors.of(
          ErrorCode.LIMIT_EXCEEDED,
          "more than %d objects under '%s'; narrow the location or filter by a partition column",
          MAX_OBJECTS,
          location.prefix());
    }
  }

  private List<StoredObject> matching(List<StoredObject> objects) {
    return objects.stream().filter(object -> location.contains(object.key())).toList();
  }

  /** Lists at the same time; the caller waits, and is no thread of the executor. */
  private <T> List<T> parallel(List<String> prefixes, Function<String, T> list) {
    if (prefixes.size() == 1) {
      return List.of(list.apply(prefixes.get(0)));
    }
    List<Future<T>> futures = new ArrayList<>();
    prefixes.forEach(prefix -> futures.add(executor.submit(() -> list.apply(prefix))));
    return Futures.await(futures);
  }
}

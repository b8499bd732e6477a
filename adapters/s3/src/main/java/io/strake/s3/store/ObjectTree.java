/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * The objects of a location as they were when first asked for: what was listed once is not listed
 * again.
 *
 * <p>If one request does not list them all, they are listed directory by directory, and only where
 * a filter has something to look for. Thread-safe.
 */
public final class ObjectTree {
  /** The order of keys in a listing. */
  static final Comparator<String> BY_BYTES =
      (one, other) -> Arrays.compareUnsigned(utf8(one), utf8(other));

  /** Objects of one answer of an object store. */
  private static final int ONE_ANSWER = 1_000;

  /** More objects than this are most likely a wrong prefix. */
  private static final int MAX_OBJECTS = 1_000_000;

  /** Keys of objects that are found one by one. */
  public static final int MAX_KEYS = 1_000;

  /** With more directories than this, all of them to be read, one long listing is cheaper. */
  private static final int MAX_DIRECTORIES = 16;

  /** Answers that tell the directories below a location; days of five years are known then. */
  private static final int HEAD_ANSWERS = 2;

  private static final String BEHIND_DIGITS = ":";

  private final ObjectStore store;
  private final ObjectLocation location;
  private final ExecutorService executor;
  private final S3Errors errors;
  private final List<StoredObject> first;
  private final boolean isSmall;
  private final Map<String, DirectoryListing> directories = new ConcurrentHashMap<>();
  private final Map<String, List<StoredObject>> subtrees = new ConcurrentHashMap<>();

  private ObjectTree(
      ObjectStore store,
      ObjectLocation location,
      ExecutorService executor,
      S3Errors errors,
      List<StoredObject> first,
      boolean isSmall) {
    this.store = store;
    this.location = location;
    this.executor = executor;
    this.errors = errors;
    this.first = first;
    this.isSmall = isSmall;
  }

  /**
   * What a directory has.
   *
   * @param prefixes directories in it, each with a slash at its end
   * @param objects objects in it
   * @param isComplete whether that is all
   */
  public record Directory(List<String> prefixes, List<StoredObject> objects, boolean isComplete) {
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
    List<StoredObject> first = matching(listed, location);
    return new ObjectTree(store, location, executor, errors, first, listed.size() < ONE_ANSWER);
  }

  /**
   * Finds objects one by one.
   *
   * @param keys keys of all objects, {@value #MAX_KEYS} at most
   * @throws io.strake.planner.StrakeException UNKNOWN_TABLE if one does not exist
   */
  public static ObjectTree of(
      ObjectStore store, List<String> keys, ExecutorService executor, S3Errors errors) {
    List<StoredObject> objects =
        parallel(executor, keys.stream().sorted().toList(), key -> find(store, key, errors));
    return new ObjectTree(store, ObjectLocation.of(""), executor, errors, objects, true);
  }

  /** The first of the keys that begin with a key is the key itself. */
  private static StoredObject find(ObjectStore store, String key, S3Errors errors) {
    return store.list(key, 1).stream()
        .filter(object -> object.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                errors.of(
                    ErrorCode.UNKNOWN_TABLE,
                    "there is no object '%s', which the location of a table lists; correct the list"
                        + " or store the object",
                    key));
  }

  /** Returns whether {@link #first()} are all objects. */
  public boolean isSmall() {
    return isSmall;
  }

  /** Returns the first objects in the order of their keys, some hundred at most. */
  public List<StoredObject> first() {
    return first;
  }

  /**
   * Returns directories right below the location, none if there are few objects.
   *
   * <p>Where there are very many they are the first ones, and others whose names go on in another
   * way behind the first equals sign: behind digits stand other texts.
   */
  public Directory directories() {
    if (isSmall) {
      return new Directory(List.of(), List.of(), true);
    }
    Directory head = listing(root()).head(HEAD_ANSWERS);
    List<String> prefixes = new ArrayList<>(head.prefixes());
    if (!head.isComplete() && !prefixes.isEmpty() && prefixes.get(0).indexOf('=') > 0) {
      String name = prefixes.get(0).substring(0, prefixes.get(0).indexOf('=') + 1);
      prefixes.addAll(listing(root()).behind(name + BEHIND_DIGITS).prefixes());
    }
    return new Directory(
        prefixes.stream().distinct().filter(location::mayContain).toList(),
        List.of(),
        head.isComplete());
  }

  /** Returns all objects in the order of their keys. */
  public List<StoredObject> all() {
    return isSmall ? first : subtree(location.prefix());
  }

  /**
   * Returns the objects below the directories that pass a test, in the order of their keys; others
   * may be among them.
   */
  public List<StoredObject> objects(DirectoryFilter filter) {
    if (isSmall) {
      return first;
    }
    List<StoredObject> found = new ArrayList<>();
    List<String> level = List.of(root());
    while (!level.isEmpty()) {
      List<DirectoryRun> runs = new ArrayList<>();
      for (Directory directory : parallel(level, prefix -> listing(prefix).entries(filter))) {
        found.addAll(matching(directory.objects()));
        List<String> children =
            directory.prefixes().stream()
                .filter(location::mayContain)
                .filter(filter::mayMatch)
                .toList();
        boolean isPruned = !directory.isComplete() || children.size() < directory.prefixes().size();
        if (isPruned || children.size() <= MAX_DIRECTORIES) {
          runs.addAll(DirectoryRun.of(directory.prefixes(), Set.copyOf(children)::contains));
        } else {
          parallel(List.of(common(children)), this::subtree).forEach(found::addAll);
        }
      }
      level = new ArrayList<>();
      for (Listed listed : parallel(runs, this::list)) {
        found.addAll(listed.objects());
        level.addAll(listed.unlisted());
      }
    }
    found.sort(Comparator.comparing(StoredObject::key));
    checkCount(found.size());
    return found;
  }

  /** Objects below some directories of a run, and the other ones. */
  private record Listed(List<StoredObject> objects, List<String> unlisted) {}

  private Listed list(DirectoryRun run) {
    boolean isKnown = run.directories().stream().allMatch(subtrees::containsKey);
    if (!isKnown && run.directories().size() > 1 && store.isFlat()) {
      run.list(store, common(run.directories()))
          .forEach((directory, below) -> subtrees.putIfAbsent(directory, matching(below)));
    }
    List<StoredObject> objects = new ArrayList<>();
    List<String> unlisted = new ArrayList<>();
    for (String directory : run.directories()) {
      List<StoredObject> below = subtrees.get(directory);
      if (below == null) {
        unlisted.add(directory);
      } else {
        objects.addAll(below);
      }
    }
    return new Listed(objects, unlisted);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String root() {
    return location.prefix().substring(0, location.prefix().lastIndexOf('/') + 1);
  }

  /** All children of a directory are below its own prefix. */
  private static String common(List<String> children) {
    String child = children.get(0);
    return child.substring(0, child.lastIndexOf('/', child.length() - 2) + 1);
  }

  private DirectoryListing listing(String prefix) {
    return directories.computeIfAbsent(prefix, below -> new DirectoryListing(store, below));
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
    return matching(objects, location);
  }

  private static List<StoredObject> matching(List<StoredObject> objects, ObjectLocation location) {
    return objects.stream().filter(object -> location.contains(object.key())).toList();
  }

  private <P, T> List<T> parallel(List<P> parts, Function<P, T> list) {
    return parallel(executor, parts, list);
  }

  /** Lists at the same time; the caller waits, and is no thread of the executor. */
  private static <P, T> List<T> parallel(
      ExecutorService executor, List<P> parts, Function<P, T> list) {
    if (parts.size() == 1) {
      return List.of(list.apply(parts.get(0)));
    }
    List<Future<T>> futures = new ArrayList<>();
    parts.forEach(part -> futures.add(executor.submit(() -> list.apply(part))));
    return Futures.await(futures);
  }
}

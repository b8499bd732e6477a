/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A directory as a bucket: its files are the objects and their paths, with slashes, the keys.
 *
 * <p>The time of the last change stands in for the entity tag. Symbolic links are not followed.
 * Thread-safe.
 */
public final class LocalObjectStore implements ObjectStore, ObjectSession {
  private final Path root;
  private final S3Errors errors;

  LocalObjectStore(StoreOptions options, S3Errors errors) {
    this.root = Path.of(URI.create(options.connection().endpoint())).resolve(options.bucket());
    this.errors = errors;
  }

  @Override
  public ObjectSession session(RequestTracker tracker) {
    return this; // nothing can be aborted, and nothing blocks for long
  }

  @Override
  public List<StoredObject> list(String prefix, int max) {
    Path directory = root.resolve(prefix.substring(0, prefix.lastIndexOf('/') + 1));
    try (Stream<Path> files = Files.walk(directory)) {
      return objects(files.filter(file -> key(file).startsWith(prefix))).stream()
          .limit(max)
          .toList();
    } catch (NoSuchFileException e) {
      if (Files.exists(root)) {
        return List.of(); // as in an object store, where directories do not exist by themselves
      }
      throw unreadable(e, prefix);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e, prefix);
    }
  }

  @Override
  public List<StoredObject> list(String prefix, String after, int max) {
    return list(prefix, Integer.MAX_VALUE).stream()
        .filter(object -> isBehind(object, after))
        .limit(max)
        .toList();
  }

  @Override
  public boolean isFlat() {
    return false;
  }

  @Override
  public ObjectTree.Directory directory(String prefix) {
    try (Stream<Path> files = Files.list(root.resolve(prefix))) {
      List<Path> entries = files.toList();
      return new ObjectTree.Directory(
          entries.stream()
              .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
              .map(file -> key(file) + "/")
              .sorted()
              .toList(),
          objects(entries.stream()),
          true);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e, prefix);
    }
  }

  @Override
  public ObjectTree.Directory directory(String prefix, String after) {
    ObjectTree.Directory all = directory(prefix);
    return new ObjectTree.Directory(
        all.prefixes().stream().filter(key -> ObjectTree.BY_BYTES.compare(key, after) > 0).toList(),
        all.objects().stream().filter(object -> isBehind(object, after)).toList(),
        true);
  }

  private static boolean isBehind(StoredObject object, String key) {
    return ObjectTree.BY_BYTES.compare(object.key(), key) > 0;
  }

  private List<StoredObject> objects(Stream<Path> files) throws IOException {
    List<StoredObject> objects = new ArrayList<>();
    for (Path file : (Iterable<Path>) files::iterator) {
      BasicFileAttributes attributes = attributes(file);
      if (attributes.isRegularFile()) {
        objects.add(new StoredObject(key(file), tag(attributes), attributes.size()));
      }
    }
    objects.sort(Comparator.comparing(StoredObject::key));
    return objects;
  }

  @Override
  public void check() {
    directory("");
  }

  @Override
  public byte[] read(StoredObject object, long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try (FileChannel channel = FileChannel.open(root.resolve(object.key()))) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          break; // the file has become shorter
        }
      }
      checkUnchanged(object);
      return bytes.array();
    } catch (IOException e) {
      throw unreadable(e, object.key());
    }
  }

  @Override
  public InputStream open(StoredObject object) {
    try {
      checkUnchanged(object);
      return Channels.newInputStream(FileChannel.open(root.resolve(object.key())));
    } catch (IOException e) {
      throw unreadable(e, object.key());
    }
  }

  @Override
  public void close() {}

  private void checkUnchanged(StoredObject object) throws IOException {
    BasicFileAttributes now = attributes(root.resolve(object.key()));
    boolean isSame = object.isWrittenOnce() || tag(now).equals(object.etag());
    if (now.size() != object.size() || !isSame) {
      throw errors.of(
          ErrorCode.SOURCE_FAILED,
          "file '%s' was replaced after it had been listed; run the query again",
          root.resolve(object.key()));
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static String tag(BasicFileAttributes attributes) {
    return String.format(
        Locale.ROOT, "%s-%s", attributes.lastModifiedTime().toInstant(), attributes.fileKey());
  }

  private String key(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  private StrakeException unreadable(Exception failure, String key) {
    boolean isMissing = failure instanceof NoSuchFileException;
    return StrakeException.causedBy(
        failure,
        isMissing && key.isEmpty() ? ErrorCode.UNKNOWN_TABLE : ErrorCode.SOURCE_FAILED,
        "%s",
        errors
            .of(
                ErrorCode.SOURCE_FAILED,
                "'%s' %s, %s; check operands 'endpoint' and 'bucket' and the permissions",
                root.resolve(key),
                isMissing ? "does not exist" : "cannot be read",
                failure.getMessage())
            .getMessage());
  }
}

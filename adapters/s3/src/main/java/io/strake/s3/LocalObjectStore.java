/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

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
final class LocalObjectStore implements ObjectStore, ObjectSession {
  private final Path root;
  private final S3Errors errors;

  LocalObjectStore(S3Options options, S3Errors errors) {
    this.root = Path.of(URI.create(options.endpoint())).resolve(options.bucket());
    this.errors = errors;
  }

  @Override
  public ObjectSession session(RequestTracker tracker) {
    return this; // nothing can be aborted, and nothing blocks for long
  }

  @Override
  public List<StoredObject> list(ObjectLocation location) {
    try (Stream<Path> files = Files.walk(root)) {
      List<StoredObject> objects = new ArrayList<>();
      for (Path file : (Iterable<Path>) files::iterator) {
        String key = key(file);
        if (key.startsWith(location.prefix()) && location.contains(key)) {
          BasicFileAttributes attributes = attributes(file);
          if (attributes.isRegularFile()) {
            objects.add(new StoredObject(key, tag(attributes), attributes.size()));
          }
        }
      }
      objects.sort(Comparator.comparing(StoredObject::key));
      return objects;
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e, location.prefix());
    }
  }

  @Override
  public List<String> prefixes() {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(Files::isDirectory).map(file -> key(file) + "/").sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(e, "");
    }
  }

  @Override
  public void check() {
    prefixes();
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
    if (now.size() != object.size() || !tag(now).equals(object.etag())) {
      throw errors.of(
          ErrorCode.SOURCE_FAILED,
          "file '%s' was replaced after it had been listed; run the query again",
          root.resolve(object.key()));
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(
        file, BasicFileAttributes.class, java.nio.file.LinkOption.NOFOLLOW_LINKS);
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

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * Iceberg's access to files, over the object store of a source: with its credentials, retries and
 * encryption, and to its bucket only. Reads only. Thread-safe.
 */
final class StoreFileIo implements FileIO {
  /** Manifests are read anew for every other filter of a query, so the last ones are kept. */
  private static final Map<String, String> PROPERTIES =
      Map.of(
          CatalogProperties.IO_MANIFEST_CACHE_ENABLED, "true",
          CatalogProperties.IO_MANIFEST_CACHE_MAX_TOTAL_BYTES, "33554432",
          CatalogProperties.IO_MANIFEST_CACHE_MAX_CONTENT_LENGTH, "8388608");

  private final ObjectStore store;
  private final FileLocations locations;
  private final S3Errors errors;
  private final ObjectSession session;

  StoreFileIo(ObjectStore store, FileLocations locations, S3Errors errors) {
    this.store = store;
    this.locations = locations;
    this.errors = errors;
    this.session = store.session(new RequestTracker());
  }

  @Override
  public Map<String, String> properties() {
    return PROPERTIES;
  }

  @Override
  public InputFile newInputFile(String location) {
    return new StoredFile(location, locations.key(location), Optional.empty());
  }

  @Override
  public InputFile newInputFile(String location, long length) {
    String key = locations.key(location);
    return new StoredFile(location, key, Optional.of(StoredObject.writtenOnce(key, length)));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    throw readOnly(location);
  }

  @Override
  public void deleteFile(String location) {
    throw readOnly(location);
  }

  private RuntimeException readOnly(String location) {
    return errors.of(
        ErrorCode.READ_ONLY, "'%s' is not written; Iceberg tables are read only", location);
  }

  /** Returns the object of a key, if there is one. */
  Optional<StoredObject> find(String key) {
    List<StoredObject> first = store.list(key, 1); // a key comes before all that begin with it
    return first.stream().filter(object -> object.key().equals(key)).findFirst();
  }

  /** Returns the content of an object. */
  byte[] read(StoredObject object) {
    return session.read(object, 0, Math.toIntExact(object.size()));
  }

  /** An object as a file, looked up when its length is asked for and not known yet. */
  private final class StoredFile implements InputFile {
    private final String location;
    private final String key;
    private Optional<StoredObject> object;

    StoredFile(String location, String key, Optional<StoredObject> object) {
      this.location = location;
      this.key = key;
      this.object = object;
    }

    private synchronized StoredObject object() {
      if (object.isEmpty()) {
        object = find(key);
      }
      return object.orElseThrow(
          () ->
              errors.of(
                  ErrorCode.SOURCE_DATA_INVALID,
                  "the metadata of an Iceberg table name '%s', which does not exist; restore it or"
                      + " read another snapshot",
                  location));
    }

    @Override
    public long getLength() {
      return object().size();
    }

    @Override
    public SeekableInputStream newStream() {
      return new StoredFileStream(session, object());
    }

    @Override
    public String location() {
      return location;
    }

    @Override
    public synchronized boolean exists() {
      if (object.isEmpty() || object.get().isWrittenOnce()) {
        object = find(key);
      }
      return object.isPresent();
    }
  }
}

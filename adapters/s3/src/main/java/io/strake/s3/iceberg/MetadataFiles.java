/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.iceberg;

import io.strake.planner.ErrorCode;
import io.strake.s3.store.ObjectStore;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.TableDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Search for the newest metadata file of a table without a catalog, after "File System Tables" and
 * the names of metadata files in the specification of Iceberg tables. Thread-safe.
 *
 * <p>A location that names a metadata file is that file. Otherwise it is the folder of the table:
 * the version that {@code metadata/version-hint.text} names, or the newest of those that follow it
 * without a gap; without a hint, the file with the greatest number in its name, which must be the
 * only one with it.
 */
final class MetadataFiles {
  private static final Pattern NAME =
      Pattern.compile("v?(\\d{1,18})(?:-[^/]*)?(?:\\.gz)?\\.metadata\\.json(?:\\.gz)?");

  private final ObjectStore store;
  private final StoreFileIo files;
  private final FileLocations locations;
  private final S3Errors errors;

  MetadataFiles(ObjectStore store, StoreFileIo files, FileLocations locations, S3Errors errors) {
    this.store = store;
    this.files = files;
    this.locations = locations;
    this.errors = errors;
  }

  /** Returns the key of the metadata file of a table. */
  String find(TableDefinition definition) {
    String location = definition.location();
    boolean isAddress = location.contains("://") || location.startsWith("file:");
    String key = isAddress || location.startsWith("/") ? locations.key(location) : location;
    if (isMetadata(key.substring(key.lastIndexOf('/') + 1))) {
      return key;
    }
    String folder = key.replaceFirst("/+$", "") + "/metadata/";
    return files
        .find(folder + "version-hint.text")
        .map(hint -> hinted(definition, folder, hint))
        .orElseGet(() -> newest(definition, folder));
  }

  private static boolean isMetadata(String name) {
    return NAME.matcher(name).matches();
  }

  private static OptionalLong version(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private String hinted(TableDefinition definition, String folder, StoredObject hint) {
    String text = new String(files.read(hint), StandardCharsets.UTF_8).trim();
    if (!text.matches("\\d{1,18}")) {
      throw errors.invalid(hint, "it is no number of a version of an Iceberg table", null);
    }
    long version = Long.parseLong(text);
    List<String> known = named(folder, version);
    if (known.isEmpty()) {
      throw errors.invalid(
          hint,
          "it names version " + version + ", of which there is no metadata file",
          "correct it or name the metadata file in the location of table '"
              + definition.name()
              + "'",
          null);
    }
    List<String> next = known; // a writer replaces the hint after it has written the next version
    while (!next.isEmpty()) {
      known = next;
      next = named(folder, ++version);
    }
    return known.get(0);
  }

  private List<String> named(String folder, long version) {
    List<String> keys = new ArrayList<>();
    for (StoredObject object : store.list(folder + "v" + version + ".", 10)) {
      if (isMetadata(object.key().substring(folder.length()))) {
        keys.add(object.key());
      }
    }
    return keys;
  }

  private String newest(TableDefinition definition, String folder) {
    List<String> newest = new ArrayList<>();
    long greatest = -1;
    for (StoredObject object : store.directory(folder).objects()) {
      OptionalLong version = version(object.key().substring(folder.length()));
      if (version.isPresent() && version.getAsLong() >= greatest) {
        if (version.getAsLong() > greatest) {
          newest.clear();
        }
        greatest = version.getAsLong();
        newest.add(object.key());
      }
    }
    if (newest.isEmpty()) {
      throw errors.of(
          ErrorCode.UNKNOWN_TABLE,
          "table '%s': there is no metadata file of an Iceberg table below '%s'; correct the"
              + " location",
          definition.name(),
          folder);
    } else if (newest.size() > 1) {
      throw errors.of(
          ErrorCode.INVALID_CONFIGURATION,
          "table '%s': the metadata files '%s' and '%s' have the same number, and only a catalog"
              + " knows which one counts; name the file in the location or set operand 'catalog'",
          definition.name(),
          newest.get(0),
          newest.get(1));
    }
    return newest.get(0);
  }
}

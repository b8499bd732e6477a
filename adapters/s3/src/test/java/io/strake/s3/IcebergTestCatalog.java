/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.embedded.EmbeddedS3;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.iceberg.BaseMetastoreCatalog;
import org.apache.iceberg.BaseMetastoreTableOperations;
import org.apache.iceberg.Files;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.DelegatingOutputStream;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;
import org.apache.iceberg.io.SeekableInputStream;

/** Catalog whose tables are in an object store, each file of which it keeps a local copy of. */
final class IcebergTestCatalog extends BaseMetastoreCatalog {
  private final Map<TableIdentifier, String> tables = new ConcurrentHashMap<>();
  private final MirroredFiles files;

  IcebergTestCatalog(Path directory, EmbeddedS3 s3) {
    this.files = new MirroredFiles(directory.resolve("mirror"), s3);
  }

  static TableIdentifier table(String name) {
    return TableIdentifier.of(Namespace.of("ns"), name);
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier name) {
    return new Operations(name);
  }

  @Override
  protected String defaultWarehouseLocation(TableIdentifier name) {
    return "s3://" + S3Fixture.BUCKET + "/" + name.name();
  }

  @Override
  public List<TableIdentifier> listTables(Namespace namespace) {
    return List.copyOf(tables.keySet());
  }

  @Override
  public boolean dropTable(TableIdentifier name, boolean purge) {
    return tables.remove(name) != null;
  }

  @Override
  public void renameTable(TableIdentifier from, TableIdentifier to) {
    throw new UnsupportedOperationException();
  }

  private final class Operations extends BaseMetastoreTableOperations {
    private final TableIdentifier name;

    Operations(TableIdentifier name) {
      this.name = name;
    }

    @Override
    protected String tableName() {
      return name.toString();
    }

    @Override
    public FileIO io() {
      return files;
    }

    @Override
    protected void doRefresh() {
      String location = tables.get(name);
      if (location == null) {
        disableRefresh();
      } else {
        refreshFromMetadataLocation(location);
      }
    }

    @Override
    protected void doCommit(TableMetadata base, TableMetadata metadata) {
      String location = writeNewMetadataIfRequired(base == null, metadata);
      boolean isDone =
          base == null
              ? tables.putIfAbsent(name, location) == null
              : tables.replace(name, base.metadataFileLocation(), location);
      if (!isDone) {
        throw new CommitFailedException("another commit came first");
      }
    }
  }

  /** Files by their addresses in the store. */
  private record MirroredFiles(Path mirror, EmbeddedS3 s3) implements FileIO {
    private static String key(String location) {
      return location.replaceFirst("s3://[^/]+/", "");
    }

    private File local(String location) {
      return mirror.resolve(key(location)).toFile();
    }

    @Override
    public InputFile newInputFile(String location) {
      InputFile local = Files.localInput(local(location));
      return new InputFile() {
        @Override
        public long getLength() {
          return local.getLength();
        }

        @Override
        public SeekableInputStream newStream() {
          return local.newStream();
        }

        @Override
        public String location() {
          return location;
        }

        @Override
        public boolean exists() {
          return local.exists();
        }
      };
    }

    @Override
    public OutputFile newOutputFile(String location) {
      File file = local(location);
      file.getParentFile().mkdirs();
      OutputFile local = Files.localOutput(file);
      return new OutputFile() {
        @Override
        public PositionOutputStream create() {
          return published(local.create(), location);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
          return published(local.createOrOverwrite(), location);
        }

        @Override
        public String location() {
          return location;
        }

        @Override
        public InputFile toInputFile() {
          return newInputFile(location);
        }
      };
    }

    private PositionOutputStream published(PositionOutputStream out, String location) {
      return new Published(out, this, location);
    }

    @Override
    public void deleteFile(String location) {
      local(location).delete();
    }
  }

  /** Output that is stored when it is closed. */
  private static final class Published extends PositionOutputStream
      implements DelegatingOutputStream {
    private final PositionOutputStream out;
    private final MirroredFiles files;
    private final String location;

    Published(PositionOutputStream out, MirroredFiles files, String location) {
      this.out = out;
      this.files = files;
      this.location = location;
    }

    @Override
    public PositionOutputStream getDelegate() {
      return out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos();
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
      files.s3().put(S3Fixture.BUCKET, MirroredFiles.key(location), files.local(location).toPath());
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.duckdb.DuckDBResultSet;

/** Objects in the formats of Arrow, as Arrow's own writers write them. */
final class ArrowObjects {
  /** Which of the formats an object has. */
  enum Kind {
    FILE,
    STREAM
  }

  private ArrowObjects() {}

  /** Returns the rows of a query of DuckDB. */
  static byte[] of(S3Fixture fixture, String query, int batchRows, Kind kind, CodecType codec)
      throws Exception {
    try (Statement statement = fixture.duckdb.createStatement();
        ResultSet rows = statement.executeQuery(query);
        ArrowReader reader =
            (ArrowReader)
                rows.unwrap(DuckDBResultSet.class)
                    .arrowExportStream(fixture.allocator, batchRows)) {
      boolean hasRows = reader.loadNextBatch();
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ArrowWriter writer = writer(root, reader, bytes, kind, codec)) {
        writer.start();
        while (hasRows) {
          writer.writeBatch();
          hasRows = reader.loadNextBatch();
        }
        writer.end();
      }
      return bytes.toByteArray();
    }
  }

  /** Returns one batch. */
  static byte[] of(
      VectorSchemaRoot root, DictionaryProvider dictionaries, Kind kind, CodecType codec)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ArrowWriter writer = writer(root, dictionaries, bytes, kind, codec)) {
      writer.start();
      writer.writeBatch();
      writer.end();
    }
    return bytes.toByteArray();
  }

  private static ArrowWriter writer(
      VectorSchemaRoot root,
      DictionaryProvider dictionaries,
      ByteArrayOutputStream bytes,
      Kind kind,
      CodecType codec) {
    WritableByteChannel channel = Channels.newChannel(bytes);
    CompressionCodec.Factory codecs =
        codec == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE;
    IpcOption option = IpcOption.DEFAULT;
    return kind == Kind.FILE
        ? new ArrowFileWriter(root, dictionaries, channel, Map.of(), option, codecs, codec)
        : new ArrowStreamWriter(root, dictionaries, channel, option, codecs, codec);
  }
}

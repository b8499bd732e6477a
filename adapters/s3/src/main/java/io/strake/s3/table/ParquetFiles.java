/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.strake.planner.StrakeException;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.RangeStream;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.io.IOException;
import java.util.Map;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * Reader of footers of Parquet objects, with a cache by key, entity tag and size. Thread-safe.
 *
 * <p>An object that is replaced has another tag, so a cached footer is never out of date.
 */
public final class ParquetFiles {
  /** Most footers are smaller, so that one request reads them. */
  private static final int TAIL_BYTES = 64 * 1024;

  /** Column chunks of all cached footers; a chunk takes some hundred bytes. */
  private static final long MAX_CACHED_CHUNKS = 200_000;

  private static final int SMALLEST_FILE_BYTES = 12;

  private final S3Errors errors;
  private final ParquetReadOptions options =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
  private final Cache<StoredObject, ParquetMetadata> footers =
      CacheBuilder.newBuilder()
          .maximumWeight(MAX_CACHED_CHUNKS)
          .<StoredObject, ParquetMetadata>weigher((object, footer) -> weight(footer))
          .build();

  public ParquetFiles(S3Errors errors) {
    this.errors = errors;
  }

  /** Returns the footer of an object, from the cache if the object is unchanged. */
  public ParquetMetadata footer(ObjectSession session, StoredObject object) {
    ParquetMetadata cached = object.etag().isEmpty() ? null : footers.getIfPresent(object);
    if (cached != null) {
      return cached;
    }
    ParquetMetadata footer = load(session, object);
    footers.put(object, footer);
    return footer;
  }

  private ParquetMetadata load(ObjectSession session, StoredObject object) {
    if (object.size() < SMALLEST_FILE_BYTES) {
      throw errors.invalid(object, "it is too short for a Parquet file", null);
    }
    int tail = (int) Math.min(TAIL_BYTES, object.size());
    long offset = object.size() - tail;
    Map<Long, byte[]> parts = Map.of(offset, session.read(object, offset, tail));
    RangeStream file = new RangeStream(session, object, parts);
    try {
      return ParquetFileReader.readFooter(file, options, file);
    } catch (StrakeException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw errors.invalid(object, "it is no Parquet file or its footer is damaged", e);
    }
  }

  private static int weight(ParquetMetadata footer) {
    return 1 + footer.getBlocks().stream().mapToInt(block -> block.getColumns().size()).sum();
  }
}

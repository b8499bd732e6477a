/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Estimates of how many distinct values a column has, from the sizes of dictionaries and the widths
 * of value ranges, since Parquet does not count them.
 */
final class DistinctEstimate {
  private static final double LENGTH_BYTES = 4;
  private static final double TYPICAL_TEXT_BYTES = 16;
  private static final int STEPS = 60;

  private DistinctEstimate() {}

  /**
   * Returns about how many distinct values a chunk has.
   *
   * @param values number of its values that are not NULL
   * @param width distance from the least to the greatest value, for whole numbers and dates;
   *     infinite for others
   */
  static double ofChunk(ColumnChunkMetaData chunk, double values, double width) {
    double distinct = values; // a writer gives up its dictionary where nearly all values differ
    if (chunk.getPrimitiveType().getPrimitiveTypeName()
        == PrimitiveType.PrimitiveTypeName.BOOLEAN) {
      distinct = 2;
    } else if (isAllDictionary(chunk)) {
      double stored = chunk.getFirstDataPageOffset() - chunk.getDictionaryPageOffset();
      double ratio = (double) chunk.getTotalUncompressedSize() / Math.max(1, chunk.getTotalSize());
      distinct = stored * Math.max(1, ratio) / entryBytes(chunk);
    }
    return Math.max(Math.min(1, values), Math.min(distinct, Math.min(values, width + 1)));
  }

  /**
   * Returns about how many distinct values a table has, of which a chunk has a part.
   *
   * <p>Where ranges of chunks do not overlap, their values differ, and the numbers add up. Where
   * every chunk goes over the whole range, each is a sample of the same values: the number of them
   * follows from how many a sample has seen, as balls thrown into boxes leave some empty.
   *
   * @param perChunk distinct values of a chunk on average
   * @param chunkRows rows of a chunk on average
   * @param rows rows of the table
   * @param cover share of the column's range that a chunk goes over on average, more than 0
   */
  static double ofTable(double perChunk, double chunkRows, double rows, double cover) {
    double chunks = Math.max(1, rows / Math.max(1, chunkRows));
    double apart = Math.min(chunks, 1 / cover); // chunks side by side that make up one sample
    double seen = perChunk * apart;
    double sampleRows = chunkRows * apart;
    if (seen >= sampleRows * 0.999) {
      return rows; // a sample in which nothing occurs twice
    }
    double low = seen;
    double high = rows;
    for (int i = 0; i < STEPS && high > low; i++) {
      double middle = (low + high) / 2;
      if (seenOf(middle, sampleRows) < seen) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(1, Math.min(rows, seenOf(low, rows)));
  }

  /** Returns how many of {@code distinct} values occur in a number of rows. */
  private static double seenOf(double distinct, double rows) {
    return distinct * -Math.expm1(-rows / distinct);
  }

  /** Returns whether the dictionary of a chunk has all its values, as far as its footer tells. */
  private static boolean isAllDictionary(ColumnChunkMetaData chunk) {
    EncodingStats stats = chunk.getEncodingStats();
    boolean isDictionary =
        stats == null
            ? chunk.getEncodings().stream().anyMatch(Encoding::usesDictionary)
            : stats.hasDictionaryEncodedPages() && !stats.hasNonDictionaryEncodedPages();
    return isDictionary && chunk.getDictionaryPageOffset() > 0;
  }

  /** Returns the bytes of an entry of a dictionary before it was compressed. */
  private static double entryBytes(ColumnChunkMetaData chunk) {
    PrimitiveType type = chunk.getPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> 1;
      case INT32, FLOAT -> 4;
      case INT64, DOUBLE -> 8;
      case INT96 -> 12;
      case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
      case BINARY -> LENGTH_BYTES + textBytes(chunk);
    };
  }

  /** Returns the bytes of a text on average, as its writer says, or as its extremes have it. */
  static double textBytes(ColumnChunkMetaData chunk) {
    SizeStatistics sizes = chunk.getSizeStatistics();
    if (sizes != null && sizes.isValid() && sizes.getUnencodedByteArrayDataBytes().isPresent()) {
      return sizes.getUnencodedByteArrayDataBytes().get() / Math.max(1, values(chunk));
    }
    Statistics<?> statistics = chunk.getStatistics();
    if (statistics != null
        && statistics.hasNonNullValue()
        && statistics.genericGetMin() instanceof Binary min
        && statistics.genericGetMax() instanceof Binary max) {
      return Math.max(1, (min.length() + max.length()) / 2.0);
    }
    return TYPICAL_TEXT_BYTES;
  }

  /** Returns the number of values of a chunk that are not NULL; of all if that is not known. */
  static double values(ColumnChunkMetaData chunk) {
    Statistics<?> statistics = chunk.getStatistics();
    long nulls = statistics != null && statistics.isNumNullsSet() ? statistics.getNumNulls() : 0;
    return chunk.getValueCount() - (double) nulls;
  }
}

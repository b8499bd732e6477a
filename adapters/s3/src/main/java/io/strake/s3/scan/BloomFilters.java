/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.column.ParquetType;
import io.strake.s3.column.Text;
import io.strake.s3.table.DataObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.format.BloomFilterHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.jspecify.annotations.Nullable;

/**
 * Refutation of conditions by the Bloom filters of a row group, after "Parquet Bloom Filter" of the
 * Parquet format specification. Not thread-safe.
 */
public final class BloomFilters {
  /** Most headers are smaller, so that one request reads header and bits if the length is known. */
  private static final int HEADER_BYTES = 64;

  /** Larger filters cost more than they are likely to save. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private final ScanRun run;
  private final DataObject object;
  private final BlockMetaData block;

  /** Filters that were read, as there may be thousands of keys to ask for. */
  private final Map<ColumnChunkMetaData, Optional<BlockSplitBloomFilter>> filters =
      new IdentityHashMap<>();

  private BloomFilters(ScanRun run, DataObject object, BlockMetaData block) {
    this.run = run;
    this.object = object;
    this.block = block;
  }

  /** Returns whether a condition compares a column for which there is a filter. */
  static boolean canRefute(ScanRun run, Condition condition, BlockMetaData block) {
    if (condition instanceof Condition.All all) {
      return all.conditions().stream().anyMatch(part -> canRefute(run, part, block));
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().allMatch(part -> canRefute(run, part, block));
    }
    return condition instanceof Condition.Comparison comparison
        && comparison.operator() == Condition.Operator.EQUAL
        && filtered(run, block, comparison.column()) != null;
  }

  /** Returns false only if no row of the row group has values for which a condition holds. */
  static boolean mayHold(ScanRun run, DataObject object, BlockMetaData block, Condition condition) {
    return new BloomFilters(run, object, block).mayHold(condition);
  }

  private boolean mayHold(Condition condition) {
    if (!canRefute(run, condition, block)) {
      return true;
    } else if (condition instanceof Condition.All all) {
      return all.conditions().stream().allMatch(this::mayHold);
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().anyMatch(this::mayHold);
    }
    Condition.Comparison comparison = (Condition.Comparison) condition;
    if (object.partition().containsKey(comparison.column())) {
      return true; // the key tells its value, not the content
    }
    ColumnChunkMetaData chunk = filtered(run, block, comparison.column());
    Optional<Object> value =
        isDateAsTimestamp(comparison.column(), chunk)
            ? Optional.empty() // the filter has days
            : physical(comparison.value(), chunk);
    return value.isEmpty() || mayContain(chunk, value.get());
  }

  private static @Nullable ColumnChunkMetaData filtered(
      ScanRun run, BlockMetaData block, String column) {
    ColumnChunkMetaData chunk =
        run.isContent(column) ? ParquetStatistics.findChunk(block, column) : null;
    return chunk == null || chunk.getBloomFilterOffset() < 0 ? null : chunk;
  }

  private boolean isDateAsTimestamp(String column, ColumnChunkMetaData chunk) {
    boolean isDate =
        ParquetType.of(chunk.getPrimitiveType())
            .filter(type -> type.sql().name() == SqlTypeName.DATE)
            .isPresent();
    return isDate
        && run.contents()
            .findColumn(column)
            .filter(known -> known.type().name() == SqlTypeName.TIMESTAMP)
            .isPresent();
  }

  /** Returns a constant as the column has it in its pages; empty where that is not known. */
  private static Optional<Object> physical(Comparable<?> value, ColumnChunkMetaData chunk) {
    Optional<ParquetType> type = ParquetType.of(chunk.getPrimitiveType());
    if (type.isEmpty()) {
      return Optional.empty();
    }
    int scale =
        chunk.getPrimitiveType().getLogicalTypeAnnotation()
                instanceof DecimalLogicalTypeAnnotation decimal
            ? decimal.getScale()
            : 0;
    try {
      return switch (type.get().conversion()) {
        case INT8, INT16, INT32, UINT8_TO_INT16, UINT16_TO_INT32, INT32_TO_DECIMAL ->
            Optional.of(Math.toIntExact(whole(value, scale)));
        case INT64, INT64_TO_DECIMAL -> Optional.of(whole(value, scale));
        case TEXT ->
            value instanceof Text text
                ? Optional.of(Binary.fromString(text.value()))
                : Optional.empty();
        default -> Optional.empty();
      };
    } catch (ArithmeticException e) {
      return Optional.empty(); // no value of the column is like it, which statistics may know
    }
  }

  private static long whole(Comparable<?> value, int scale) {
    return value instanceof BigDecimal number
        ? number.movePointRight(scale).longValueExact()
        : (Long) value;
  }

  private boolean mayContain(ColumnChunkMetaData chunk, Object value) {
    try {
      Optional<BlockSplitBloomFilter> filter = filters.get(chunk);
      if (filter == null) {
        filter = Optional.ofNullable(read(chunk));
        filters.put(chunk, filter);
      }
      return filter.isEmpty() || filter.get().findHash(filter.get().hash(value));
    } catch (IOException | RuntimeException e) {
      throw StrakeException.findIn(e)
          .orElseGet(() -> run.errors().invalid(object.object(), "its Bloom filter is damaged", e));
    }
  }

  private @Nullable BlockSplitBloomFilter read(ColumnChunkMetaData chunk) throws IOException {
    long offset = chunk.getBloomFilterOffset();
    int length = chunk.getBloomFilterLength();
    byte[] head = read(offset, length > 0 && length <= MAX_BYTES ? length : HEADER_BYTES);
    ByteArrayInputStream in = new ByteArrayInputStream(head);
    BloomFilterHeader header = Util.readBloomFilterHeader(in);
    int size = header.getNumBytes();
    boolean isKnown =
        header.getAlgorithm().isSetBLOCK()
            && header.getHash().isSetXXHASH()
            && header.getCompression().isSetUNCOMPRESSED();
    if (!isKnown || size <= 0 || size > MAX_BYTES) {
      return null;
    }
    int headerBytes = head.length - in.available();
    byte[] bits =
        in.available() >= size
            ? Arrays.copyOfRange(head, headerBytes, headerBytes + size)
            : read(offset + headerBytes, size);
    return new BlockSplitBloomFilter(bits);
  }

  private byte[] read(long offset, int length) {
    int within = (int) Math.min(length, object.object().size() - offset);
    if (offset < 0 || within <= 0) {
      throw run.errors().invalid(object.object(), "its footer points behind its end", null);
    }
    return run.session().read(object.object(), offset, within);
  }
}

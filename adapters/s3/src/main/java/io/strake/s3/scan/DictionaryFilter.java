/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.parquet.ChunkInput;
import io.strake.s3.parquet.ColumnChunk;
import io.strake.s3.parquet.ColumnTester;
import io.strake.s3.store.StoredObject;
import io.strake.s3.table.DataObject;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.EncodingStats;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Refutation of conditions by the dictionaries of a row group: where all pages of a chunk are
 * encoded with its dictionary, no row has a value that the dictionary lacks. Not thread-safe.
 */
final class DictionaryFilter {
  /** Dictionaries that are larger than this share of what they may save are not read alone. */
  private static final int MIN_TIMES = 16;

  private final ScanRun run;
  private final StoredObject object;
  private final MessageType schema;
  private final Map<Condition, Boolean> verdicts = new HashMap<>();

  private DictionaryFilter(ScanRun run, StoredObject object, MessageType schema) {
    this.run = run;
    this.object = object;
    this.schema = schema;
  }

  /** Returns the parts of a condition that dictionaries may refute. */
  private static List<ConditionPart> parts(
      ScanRun run, DataObject object, BlockMetaData block, Condition condition, long bytes) {
    return ConditionPart.of(
            condition,
            run.contents(),
            column ->
                object.partition().containsKey(column) // the key tells its value, not the content
                    ? null
                    : dictionaryEncoded(ParquetStatistics.findChunk(block, column), bytes))
        .stream()
        .filter(part -> !(part.condition() instanceof Condition.NullTest))
        .filter(part -> !BloomFilters.canRefute(run, part.condition(), block))
        .toList();
  }

  private static @Nullable ColumnChunkMetaData dictionaryEncoded(
      @Nullable ColumnChunkMetaData chunk, long bytes) {
    if (chunk == null || chunk.getDictionaryPageOffset() <= 0) {
      return null;
    }
    EncodingStats encodings = chunk.getEncodingStats();
    boolean isWhole =
        encodings != null
            && encodings.hasDictionaryEncodedPages()
            && !encodings.hasNonDictionaryEncodedPages();
    long size = size(chunk);
    return isWhole && size > 0 && size <= bytes / MIN_TIMES ? chunk : null;
  }

  private static long size(ColumnChunkMetaData chunk) {
    return chunk.getFirstDataPageOffset() - chunk.getDictionaryPageOffset();
  }

  /**
   * Returns whether some dictionary may refute a condition, so that reading it may pay.
   *
   * @param bytes bytes of the row group that would be read
   */
  static boolean mayPay(
      ScanRun run, DataObject object, BlockMetaData block, Condition condition, long bytes) {
    if (!run.first().readsDictionaries()) {
      return false;
    }
    Map<Condition, Boolean> refuted = new HashMap<>();
    parts(run, object, block, condition, bytes)
        .forEach(part -> refuted.put(part.condition(), false));
    return !refuted.isEmpty() && !mayHold(condition, refuted);
  }

  /** Returns false only if no row of the row group has values for which a condition holds. */
  static boolean mayHold(
      ScanRun run,
      DataObject object,
      BlockMetaData block,
      MessageType schema,
      Condition condition,
      long bytes) {
    DictionaryFilter filter = new DictionaryFilter(run, object.object(), schema);
    Map<ColumnChunkMetaData, List<ConditionPart>> byChunk = new LinkedHashMap<>();
    for (ConditionPart part : parts(run, object, block, condition, bytes)) {
      byChunk.computeIfAbsent(part.chunk(), any -> new ArrayList<>()).add(part);
    }
    for (Map.Entry<ColumnChunkMetaData, List<ConditionPart>> entry : byChunk.entrySet()) {
      filter.judge(entry.getKey(), entry.getValue());
      if (!mayHold(condition, filter.verdicts)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayHold(Condition condition, Map<Condition, Boolean> verdicts) {
    Boolean verdict = verdicts.get(condition);
    if (verdict != null) {
      return verdict;
    } else if (condition instanceof Condition.All all) {
      return all.conditions().stream().allMatch(part -> mayHold(part, verdicts));
    } else if (condition instanceof Condition.Any any) {
      return any.conditions().stream().anyMatch(part -> mayHold(part, verdicts));
    }
    return true;
  }

  private void judge(ColumnChunkMetaData chunk, List<ConditionPart> parts) {
    long from = chunk.getDictionaryPageOffset();
    long size = size(chunk);
    if (size > object.size() - from) {
      throw run.errors().invalid(object, "its footer points behind its end", null);
    }
    byte[] page = run.session().read(object, from, Math.toIntExact(size));
    Queue<ChunkInput.Part> input =
        new ArrayDeque<>(List.of(new ChunkInput.Part(page, 0, page.length, from)));
    ColumnDescriptor column = schema.getColumnDescription(chunk.getPath().toArray());
    ColumnChunk described =
        new ColumnChunk(chunk.getCodec(), chunk.getValueCount(), run.verifiesChecksums(), Map.of());
    try {
      BitSet passing =
          ColumnTester.testDictionary(
              column, described, input::poll, parts.stream().map(ConditionPart::test).toList());
      for (int i = 0; i < parts.size(); i++) {
        verdicts.put(parts.get(i).condition(), passing.get(i));
      }
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoders do
      throw StrakeException.findIn(e)
          .orElseGet(() -> run.errors().damaged(object, chunk.getPath().toDotString(), from, e));
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.s3.column.Condition;
import io.strake.s3.column.ParquetStatistics;
import io.strake.s3.column.ParquetType;
import io.strake.s3.parquet.ColumnChunk;
import io.strake.s3.parquet.ColumnTester;
import io.strake.s3.parquet.ValueTest;
import io.strake.s3.table.DataObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.schema.MessageType;

/**
 * Search for the rows of a row group that may pass a filter, in the columns that it compares and
 * before others are read ("late materialisation"). Rows are left out only if the condition holds
 * for none of the values that any engine may take theirs for. Not thread-safe.
 */
final class LateRows {
  /** What the other columns must have for the search to pay. */
  private static final long MIN_BYTES = 256 * 1024;

  /** What may be held of each part of a filter is a bit for each row. */
  private static final long MAX_ROWS = 1 << 24;

  /** Fewer rows between others are read along, as that takes less time than to pass over them. */
  private static final int MIN_GAP = 64;

  /** Rows whose numbers matter are a batch of their own, which should not be small. */
  private static final int MIN_GAP_OF_BATCHES = 4096;

  private final ScanRun run;
  private final DataObject object;
  private final BlockMetaData block;
  private final List<ConditionPart> parts;
  private final Map<Condition, BitSet> passing = new HashMap<>();

  private LateRows(ScanRun run, DataObject object, BlockMetaData block, List<ConditionPart> parts) {
    this.run = run;
    this.object = object;
    this.block = block;
    this.parts = parts;
  }

  private static List<ConditionPart> parts(
      ScanRun run, Map<ColumnPath, ColumnChunkMetaData> chunks) {
    return run.spec()
        .prune()
        .map(
            condition ->
                ConditionPart.of(
                    condition, run.contents(), column -> chunks.get(ColumnPath.get(column))))
        .orElse(List.of());
  }

  /**
   * Returns whether the search may save more than it costs: the filter's columns are the smaller
   * part, everything fits into memory at once, and some row may fail.
   *
   * @param chunks chunks of the columns that are read
   */
  static boolean mayPay(
      ScanRun run,
      DataObject object,
      BlockMetaData block,
      Map<ColumnPath, ColumnChunkMetaData> chunks) {
    if (run.spec().prune().isEmpty()
        || !run.first().readsLate()
        || block.getRowCount() > MAX_ROWS
        || !chunks.values().stream().allMatch(ParquetStatistics::isFlat)) {
      return false;
    }
    List<ConditionPart> parts = parts(run, chunks);
    Set<ColumnPath> compared = compared(parts);
    long first = bytes(chunks, compared);
    long others = bytes(chunks, chunks.keySet()) - first;
    return !compared.isEmpty()
        && others >= Math.max(MIN_BYTES, first)
        && first + others <= run.segmentBytes()
        && !run.spec()
            .prune()
            .get()
            .mustHold(new RowGroupFacts(run.contents(), object, block)::bounds);
  }

  private static Set<ColumnPath> compared(List<ConditionPart> parts) {
    return parts.stream().map(part -> part.chunk().getPath()).collect(Collectors.toSet());
  }

  private static long bytes(Map<ColumnPath, ColumnChunkMetaData> chunks, Set<ColumnPath> of) {
    return of.stream().mapToLong(path -> chunks.get(path).getTotalSize()).sum();
  }

  /**
   * Reads the columns of the filter, and starts to read the others where rows may pass.
   *
   * @param pages what is left after whole pages were skipped
   */
  static RowGroupRead read(
      ScanRun run,
      DataObject object,
      BlockMetaData block,
      MessageType schema,
      Map<ColumnPath, ColumnChunkMetaData> chunks,
      PageSelection pages) {
    LateRows search = new LateRows(run, object, block, parts(run, chunks));
    Set<ColumnPath> compared = compared(search.parts);
    Map<ColumnPath, ColumnChunkMetaData> first = new HashMap<>(chunks);
    first.keySet().retainAll(compared);
    Map<ColumnPath, ColumnChunkMetaData> others = new HashMap<>(chunks);
    others.keySet().removeAll(compared);
    RowGroupFetch fetched =
        RowGroupFetch.now(run, object.object(), pages.bytes(first, block.getRowCount()));
    RowRanges found = search.find(schema, pages, fetched);
    boolean pays = run.first().latePays(found.count(), pages.rows().count());
    PageSelection left = pays ? new PageSelection(found, pages.offsets()) : pages;
    RowGroupFetch rest =
        RowGroupFetch.start(
            run, object.object(), left.bytes(others, block.getRowCount()), run.segmentBytes());
    return new RowGroupRead(left, path -> (compared.contains(path) ? fetched : rest), rest);
  }

  private RowRanges find(MessageType schema, PageSelection pages, RowGroupFetch fetched) {
    Map<ColumnPath, List<ConditionPart>> byColumn = new LinkedHashMap<>();
    for (ConditionPart part : parts) {
      byColumn.computeIfAbsent(part.chunk().getPath(), any -> new ArrayList<>()).add(part);
    }
    byColumn.forEach((path, tested) -> test(schema, path, tested, pages, fetched));
    BitSet rows = rows(run.spec().prune().orElseThrow());
    int minGap = run.needsPositions(object) ? MIN_GAP_OF_BATCHES : MIN_GAP;
    return ranges(rows, minGap).intersect(pages.rows());
  }

  private void test(
      MessageType schema,
      ColumnPath path,
      List<ConditionPart> tested,
      PageSelection pages,
      RowGroupFetch fetched) {
    ColumnChunkMetaData chunk = tested.get(0).chunk();
    ColumnDescriptor column = schema.getColumnDescription(path.toArray());
    List<ValueTest> tests = tested.stream().map(ConditionPart::test).toList();
    List<BitSet> sets = new ArrayList<>();
    for (ConditionPart part : tested) {
      BitSet set = new BitSet(Math.toIntExact(block.getRowCount()));
      sets.add(set);
      passing.put(part.condition(), set);
    }
    ColumnTester tester =
        new ColumnTester(
            column,
            ParquetType.of(chunk.getPrimitiveType()).orElseThrow().conversion(),
            new ColumnChunk(
                chunk.getCodec(),
                chunk.getValueCount(),
                run.verifiesChecksums(),
                pages.firstRows(path)),
            fetched.input(path));
    try {
      for (RowRanges.Range range : pages.rows().ranges()) {
        int rows = Math.toIntExact(range.to() - range.from());
        tester.test(range.from(), rows, tests, sets);
      }
    } catch (IOException | RuntimeException e) { // whatever damaged bytes make the decoders do
      throw StrakeException.findIn(e)
          .orElseGet(
              () -> run.errors().damaged(object.object(), path.toDotString(), tester.offset(), e));
    }
  }

  private BitSet rows(Condition condition) {
    BitSet known = passing.get(condition);
    if (known != null) {
      return known;
    }
    BitSet rows = new BitSet();
    int count = Math.toIntExact(block.getRowCount());
    if (condition instanceof Condition.All all) {
      rows.set(0, count);
      all.conditions().forEach(part -> rows.and(rows(part)));
    } else if (condition instanceof Condition.Any any) {
      any.conditions().forEach(part -> rows.or(rows(part)));
    } else if (condition.mayHold(new RowGroupFacts(run.contents(), object, block)::bounds)) {
      rows.set(0, count);
    }
    return rows;
  }

  private static RowRanges ranges(BitSet rows, int minGap) {
    List<RowRanges.Range> ranges = new ArrayList<>();
    int from = rows.nextSetBit(0);
    while (from >= 0) {
      int to = rows.nextClearBit(from);
      int next = rows.nextSetBit(to);
      while (next >= 0 && next - to < minGap) {
        to = rows.nextClearBit(next);
        next = rows.nextSetBit(to);
      }
      ranges.add(new RowRanges.Range(from, to));
      from = next;
    }
    return new RowRanges(ranges);
  }
}

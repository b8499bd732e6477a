/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.planner.StrakeException;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.s3.store.RequestTracker;
import io.strake.s3.table.DataObject;
import io.strake.s3.table.Footers;
import io.strake.s3.table.S3Access;
import io.strake.s3.table.SchemaCheck;
import io.strake.s3.table.TableContents;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.jspecify.annotations.Nullable;

/** Stream of what the footers of covered row groups say. Not thread-safe. */
public final class FooterReader extends BatchReader {
  private final ExecutionContext context;
  private final TableContents contents;
  private final ScanSpec spec;
  private final List<String> groups;
  private final List<FooterCall> calls;
  private final Runnable outdate;
  private final RequestTracker tracker = new RequestTracker();
  private final ExecutionContext.Registration registration;
  private final Iterator<DataObject> objects;
  private final Footers footers;
  private final SchemaCheck check;
  private final Deque<BlockMetaData> blocks = new ArrayDeque<>();
  private @Nullable DataObject object;

  /**
   * Creates a stream.
   *
   * @param groups partition columns in front of each row
   * @param outdate tells the table that what it knows of the store is outdated
   */
  public FooterReader(
      ExecutionContext context,
      Schema schema,
      S3Access access,
      TableContents contents,
      ScanSpec spec,
      List<String> groups,
      List<FooterCall> calls,
      Runnable outdate) {
    super(context.allocator(), schema);
    this.context = context;
    this.contents = contents;
    this.spec = spec;
    this.groups = groups;
    this.calls = calls;
    this.outdate = outdate;
    List<DataObject> listed = contents.objects(spec.partitions(), spec.prune());
    this.objects = listed.iterator();
    this.footers =
        new Footers(
            access.files(),
            access.executor(),
            access.store().session(tracker),
            listed.stream().filter(of -> !PrunedObjects.isCovered(of, spec)).toList());
    this.check = new SchemaCheck(access.errors(), contents, List.of());
    this.registration = context.onCancel(tracker::cancel);
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) {
    try {
      return fillNext(root);
    } catch (StrakeException e) {
      context.checkActive(); // an aborted request is how a cancelled statement ends
      outdate.run();
      throw e;
    }
  }

  private boolean fillNext(VectorSchemaRoot root) {
    context.checkActive();
    root.getFieldVectors().forEach(FieldVector::allocateNew);
    int row = 0;
    BlockMetaData block = next();
    while (block != null) {
      write(root, row++, block);
      block = row < context.batchRows() ? next() : null;
    }
    root.setRowCount(row);
    return row > 0;
  }

  private @Nullable BlockMetaData next() {
    while (blocks.isEmpty() && objects.hasNext()) {
      object = objects.next();
      if (PrunedObjects.isCovered(object, spec)) {
        blocks.add(whole(object));
        continue;
      }
      ParquetMetadata footer = footers.of(object);
      if (object.tracked().isEmpty()) {
        check.check(object.object(), footer.getFileMetaData().getSchema());
      }
      for (BlockMetaData block : footer.getBlocks()) {
        if (block.getRowCount() > 0 && isCovered(object, block)) {
          blocks.add(block);
        }
      }
    }
    return blocks.poll();
  }

  /** Returns a row group that stands for all rows of an object whose footer is not needed. */
  private static BlockMetaData whole(DataObject object) {
    BlockMetaData block = new BlockMetaData();
    block.setRowCount(object.tracked().orElseThrow().rows());
    return block;
  }

  private boolean isCovered(DataObject of, BlockMetaData block) {
    boolean mayHold =
        spec.prune()
            .map(condition -> condition.mayHold(new RowGroupFacts(contents, of, block)::bounds))
            .orElse(true);
    return mayHold && spec.covered().orElseThrow().covers(contents, of, block);
  }

  private void write(VectorSchemaRoot root, int row, BlockMetaData block) {
    DataObject of = java.util.Objects.requireNonNull(object);
    for (int i = 0; i < groups.size(); i++) {
      Comparable<?> value = of.partition().get(groups.get(i));
      if (value != null) {
        KnownValue.set(root.getVector(i), row, value);
      }
    }
    RowGroupFacts facts = new RowGroupFacts(contents, of, block);
    for (int i = 0; i < calls.size(); i++) {
      write(root.getVector(groups.size() + i), row, calls.get(i), facts);
    }
  }

  private static void write(FieldVector vector, int row, FooterCall call, RowGroupFacts facts) {
    Comparable<?> value =
        switch (call.kind()) {
          case ROWS -> BigDecimal.valueOf(facts.rows());
          case VALUES -> BigDecimal.valueOf(facts.values(call.column()).orElseThrow());
          case MIN -> facts.extremes(call.column()).orElseThrow().min();
          case MAX -> facts.extremes(call.column()).orElseThrow().max();
        };
    if (value != null) {
      KnownValue.set(vector, row, value);
    }
  }

  @Override
  public long bytesRead() {
    return tracker.bytes();
  }

  @Override
  protected void release() {
    registration.close();
    footers.close();
    tracker.cancel();
  }
}

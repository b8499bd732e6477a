/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Stream of batches from rows in the binary form of COPY, of one query or several one after the
 * other.
 *
 * <p>The format is in the PostgreSQL manual under COPY: a signature, then rows, each a number of
 * fields and for each field its length (-1 for NULL) and bytes, and -1 instead of a number of
 * fields at the end. The server sends each row in a message of its own; what counts here is only
 * that messages end where rows do.
 */
final class CopyReader extends BatchReader {
  static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};

  static final int FLAGS_BYTES = 4;
  private static final int ESTIMATED_TEXT_BYTES = 24;

  private final PostgresDatabase database;
  private final ExecutionContext context;
  private final RowStream stream;
  private final ColumnDecoder<?>[] decoders;
  private final IntFunction<String> columnNames;
  private final int batchRows;
  private final RowBlock block;
  private final LongConsumer onEnd;
  private boolean started;
  private boolean ended;
  private long bytes;
  private byte @Nullable [] message;
  private int position;

  private CopyReader(
      PostgresDatabase database,
      ExecutionContext context,
      RowStream stream,
      Schema schema,
      List<ColumnDecoder<?>> decoders,
      IntFunction<String> columnNames,
      LongConsumer onEnd) {
    super(context.allocator(), schema);
    this.database = database;
    this.context = context;
    this.stream = stream;
    this.decoders = decoders.toArray(ColumnDecoder<?>[]::new);
    this.columnNames = columnNames;
    this.batchRows = batchRows(context, decoders);
    this.block = new RowBlock(decoders.size());
    this.onEnd = onEnd;
  }

  /**
   * Returns the rows of a stream, which the reader closes.
   *
   * @param columnNames words for a column by its index, for errors
   * @param onEnd takes the bytes that were read, once all were
   */
  static CopyReader of(
      PostgresDatabase database,
      ExecutionContext context,
      RowStream stream,
      Schema schema,
      IntFunction<String> columnNames,
      LongConsumer onEnd) {
    List<ColumnDecoder<?>> decoders = new ArrayList<>();
    for (Field field : schema.getFields()) {
      decoders.add(ColumnDecoder.of(field));
    }
    return new CopyReader(database, context, stream, schema, decoders, columnNames, onEnd);
  }

  @Override
  public long bytesRead() {
    return bytes;
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) {
    context.checkActive();
    for (int i = 0; i < decoders.length; i++) {
      decoders[i].bind(root.getVector(i), batchRows);
    }
    int rows = 0;
    long end = bytes + context.batchBytes();
    while (rows + block.size() < batchRows && bytes < end && nextRow()) {
      addRow();
      if (block.isFull()) {
        rows += decodeBlock(rows);
      }
    }
    rows += decodeBlock(rows);
    root.setRowCount(rows);
    return rows > 0;
  }

  @Override
  protected void release() {
    stream.close();
  }

  /** Moves to the fields of the next row; returns false at the end. */
  private boolean nextRow() {
    while (!ended) {
      byte[] current = message;
      if (current == null || position == current.length) {
        message = stream.read();
        position = 0;
        if (message == null) {
          throw damaged();
        }
        bytes += message.length;
        if (!started) {
          started = true;
          skipHeader(message);
        }
        continue;
      }
      short fields = Wire.int2(current, position);
      position += Short.BYTES;
      if (fields == decoders.length) {
        return true;
      } else if (fields != -1) {
        throw damaged();
      }
      if (stream.read() != null) {
        throw damaged();
      }
      message = null;
      started = false;
      ended = !stream.hasMore();
      if (ended) {
        onEnd.accept(bytes);
      }
    }
    return false;
  }

  private void skipHeader(byte[] first) {
    int fixed = SIGNATURE.length + FLAGS_BYTES + Integer.BYTES;
    if (first.length < fixed
        || !Arrays.equals(first, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
      throw damaged();
    }
    position = fixed + Wire.int4(first, fixed - Integer.BYTES);
  }

  private void addRow() {
    byte[] current = message;
    if (current == null) {
      throw damaged();
    }
    position = block.add(current, position);
  }

  /** Writes the rows of the block behind those of the batch, and returns how many they are. */
  private int decodeBlock(int first) {
    int rows = block.size();
    for (int i = 0; i < decoders.length; i++) {
      try {
        decoders[i].decode(block, i, first);
      } catch (UnfitValueException e) {
        throw unfit(e, i);
      }
    }
    block.clear();
    return rows;
  }

  private StrakeException unfit(UnfitValueException e, int column) {
    return StrakeException.causedBy(
        e,
        ErrorCode.VALUE_OUT_OF_RANGE,
        "%s: %s has %s; %s",
        database.errors().owner(),
        columnNames.apply(column),
        e.getMessage(),
        e.remedy());
  }

  private StrakeException damaged() {
    return StrakeException.of(
        ErrorCode.SOURCE_DATA_INVALID,
        "%s: sent a binary COPY that is not of the documented form; check what stands between",
        database.errors().owner());
  }

  /** Rows of which a batch of the wanted number of bytes consists, if texts are short. */
  private static int batchRows(ExecutionContext context, List<ColumnDecoder<?>> decoders) {
    long width = Short.BYTES;
    for (ColumnDecoder<?> decoder : decoders) {
      width += decoder.fixedBytes() == 0 ? ESTIMATED_TEXT_BYTES : decoder.fixedBytes();
    }
    return (int) Math.max(1, Math.min(context.batchRows(), context.batchBytes() / width));
  }
}

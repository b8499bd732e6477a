/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.strake.planner.arrow.BatchReader;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.rest.http.RequestControl;
import io.strake.rest.http.RestClient;
import io.strake.rest.model.ColumnSpec;
import io.strake.rest.model.ParameterSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Stream of batches of a scan: rows go from the JSON tokens of the answer straight into the
 * vectors. Makes no request before the first batch is asked for. Not thread-safe.
 */
public final class RestBatchReader extends BatchReader {
  private static final int ROWS_BETWEEN_CHECKS = 1024;

  private final ExecutionContext context;
  private final RequestSpec request;
  private final RequestControl control;
  private final PageCursor cursor;
  private final RowPosition position;
  private final ColumnWriter<?>[] writers;
  private final RowDecoder decoder;
  private final List<Integer> echoed = new ArrayList<>();
  private long rowsLeft;

  /**
   * Creates a stream; the caller closes it.
   *
   * @param schema schema of the columns of the request, in their order
   */
  public RestBatchReader(
      ExecutionContext context, RestClient client, RequestSpec request, Schema schema) {
    super(context.allocator(), schema);
    this.context = context;
    this.request = request;
    this.position = new RowPosition(client.source(), request.endpoint().name());
    this.rowsLeft = request.limit().orElse(Long.MAX_VALUE);
    List<ColumnSpec> columns = request.columnSpecs();
    this.writers = new ColumnWriter<?>[columns.size()];
    for (int i = 0; i < writers.length; i++) {
      writers[i] = ColumnWriters.of(columns.get(i), position);
      if (columns.get(i).origin() == ColumnSpec.Origin.PARAMETER) {
        echoed.add(i);
      }
    }
    this.decoder = new RowDecoder(writers, position);
    this.control = new RequestControl(context);
    this.cursor = new PageCursor(client, request, control, position);
  }

  @Override
  protected boolean fill(VectorSchemaRoot root) throws IOException {
    context.checkActive();
    for (int i = 0; i < writers.length; i++) {
      writers[i].begin(root.getVector(i));
    }
    int rows = 0;
    long bytes = 0;
    try {
      while (rows < context.batchRows() && bytes < context.batchBytes() && rowsLeft > 0) {
        JsonParser parser = cursor.next();
        if (parser == null) {
          break;
        }
        bytes += decoder.decode(parser, rows) + echo(rows);
        rows++;
        rowsLeft--;
        if (rows % ROWS_BETWEEN_CHECKS == 0) {
          context.checkActive();
        }
      }
    } catch (JsonProcessingException e) {
      context.checkActive();
      throw position.malformed("an answer that is not JSON, at " + place(e), e);
    } catch (IOException e) {
      context.checkActive();
      throw cursor.brokenOff(e);
    }
    root.setRowCount(rows);
    return rows > 0;
  }

  @Override
  protected void release() throws IOException {
    control.close();
    cursor.close();
  }

  /** Writes the columns whose values are those of the request. */
  private int echo(int row) throws IOException {
    int bytes = 0;
    for (int column : echoed) {
      ColumnSpec spec = writers[column].column();
      String value = value(spec, cursor.bound());
      try (JsonParser parser =
          spec.type().name() == SqlTypeName.BOOLEAN
              ? BooleanNode.valueOf(Boolean.parseBoolean(value)).traverse()
              : TextNode.valueOf(value).traverse()) {
        parser.nextToken();
        bytes += writers[column].write(parser, row);
      }
    }
    return bytes;
  }

  private String value(ColumnSpec column, Map<ParameterSpec, String> bound) {
    return request
        .endpoint()
        .parameterOf(column.name())
        .map(bound::get)
        .orElseThrow(() -> new AssertionError("unbound column " + column.name()));
  }

  private static String place(JsonProcessingException failure) {
    return failure.getLocation() == null
        ? "an unknown place"
        : "line "
            + failure.getLocation().getLineNr()
            + ", column "
            + failure.getLocation().getColumnNr();
  }
}

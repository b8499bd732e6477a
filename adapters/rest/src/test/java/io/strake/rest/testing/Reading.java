/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strake.planner.arrow.ArrowTypes;
import io.strake.planner.arrow.ExecutionContext;
import io.strake.planner.type.StrakeTypeFactory;
import io.strake.rest.RestOptions;
import io.strake.rest.http.RestClient;
import io.strake.rest.model.ColumnSpec;
import io.strake.rest.scan.RequestSpec;
import io.strake.rest.scan.RestBatchReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.jspecify.annotations.Nullable;

/** Reading of the first endpoint of a source, without SQL. */
public final class Reading {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Reading() {}

  /** Returns the operand map of a JSON text. */
  public static Map<String, Object> operand(String json) {
    try {
      return JSON.readValue(json, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** Returns settings of a source on this machine: the base URL and more operands. */
  public static RestOptions options(TestApi api, String operands) {
    return RestOptions.fromOperand(
        "test",
        operand(
            "{\"baseUrl\": \"%s\", \"allowPrivateAddresses\": true, %s}"
                .formatted(api.url(), operands)));
  }

  /** Returns settings with one endpoint, {@code items} with a column {@code id}. */
  public static RestOptions items(TestApi api, String pagination) {
    return options(
        api,
        """
        "maxRetries": 2, "endpoints": [{"name": "items", "path": "/items", "rows": "/data",
          "columns": [{"name": "id", "type": "BIGINT"}], "pagination": %s}]
        """
            .formatted(pagination));
  }

  /** Returns all rows; fails if a buffer leaks. */
  public static List<List<@Nullable Object>> rows(RestOptions options) {
    return rows(options, request -> request);
  }

  /** Returns all rows of a request; fails if a buffer leaks. */
  public static List<List<@Nullable Object>> rows(
      RestOptions options, UnaryOperator<RequestSpec> change) {
    try (RootAllocator allocator = new RootAllocator()) {
      return rows(options, change, ExecutionContext.builder(allocator).batchRows(7).build());
    }
  }

  /** Returns all rows of a request that a statement makes. */
  public static List<List<@Nullable Object>> rows(
      RestOptions options, UnaryOperator<RequestSpec> change, ExecutionContext context) {
    RequestSpec request = change.apply(RequestSpec.all(options.endpoints().get(0)));
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RestClient client = new RestClient("test", options.connection());
        ArrowReader reader = open(context, client, request)) {
      while (reader.loadNextBatch()) {
        add(rows, reader.getVectorSchemaRoot());
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return rows;
  }

  /** Returns a stream of the batches of a request. */
  public static ArrowReader open(ExecutionContext context, RestClient client, RequestSpec request) {
    StrakeTypeFactory types = new StrakeTypeFactory();
    RelDataTypeFactory.Builder rowType = types.builder();
    for (ColumnSpec column : request.columnSpecs()) {
      rowType.add(column.name(), column.toRelDataType(types));
    }
    return new RestBatchReader(context, client, request, ArrowTypes.toSchema(rowType.build()));
  }

  private static void add(List<List<@Nullable Object>> rows, VectorSchemaRoot root) {
    for (int row = 0; row < root.getRowCount(); row++) {
      List<@Nullable Object> values = new ArrayList<>();
      for (FieldVector vector : root.getFieldVectors()) {
        Object value = vector.getObject(row);
        values.add(value instanceof org.apache.arrow.vector.util.Text ? value.toString() : value);
      }
      rows.add(values);
    }
  }
}

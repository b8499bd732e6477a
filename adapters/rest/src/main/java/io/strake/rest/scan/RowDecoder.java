/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import io.strake.rest.model.ColumnSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decoder of rows: goes through the tokens of a row once and hands each value to the columns that
 * point at it; everything else is skipped. Not thread-safe.
 */
final class RowDecoder {
  /** Place within a row that columns point at or below. */
  private static final class Node {
    private final Map<String, Node> children = new HashMap<>();
    private final List<Integer> columns = new ArrayList<>();
  }

  private final ColumnWriter<?>[] writers;
  private final RowPosition position;
  private final Node root = new Node();
  private final boolean[] seen;

  /**
   * Creates a decoder.
   *
   * @param writers writers of the columns; only those from the answer are used
   */
  RowDecoder(ColumnWriter<?>[] writers, RowPosition position) {
    this.writers = writers;
    this.position = position;
    this.seen = new boolean[writers.length];
    for (int i = 0; i < writers.length; i++) {
      if (fromAnswer(i)) {
        nodeAt(writers[i].column().pointer()).columns.add(i);
      }
    }
  }

  /** Decodes the row at which the parser stands; returns about how many bytes it took. */
  int decode(JsonParser parser, int row) throws IOException {
    JsonToken token = parser.currentToken();
    if (!token.isStructStart() && !root.children.isEmpty()) {
      throw position.malformed(
          "a row that is " + PageReader.describe(token) + "; set 'rows' to where the objects are",
          null);
    }
    java.util.Arrays.fill(seen, false);
    int bytes = read(parser, root, row);
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i] && fromAnswer(i)) {
        writers[i].checkMissing();
      }
    }
    return bytes;
  }

  private boolean fromAnswer(int column) {
    return writers[column].column().origin() == ColumnSpec.Origin.RESPONSE;
  }

  private Node nodeAt(JsonPointer pointer) {
    Node node = root;
    JsonPointer rest = pointer;
    while (!rest.matches()) {
      node = node.children.computeIfAbsent(rest.getMatchingProperty(), name -> new Node());
      rest = rest.tail();
    }
    return node;
  }

  /** Reads the value at which the parser stands to its end. */
  private int read(JsonParser parser, Node node, int row) throws IOException {
    boolean nested = parser.currentToken().isStructStart();
    int readers = node.columns.size() + (node.children.isEmpty() ? 0 : 1);
    if (nested && readers > 1) {
      return readTwice(parser, node, row);
    }
    int bytes = 0;
    for (int column : node.columns) {
      bytes += writers[column].write(parser, row);
      seen[column] = true;
    }
    if (nested && node.columns.isEmpty()) {
      bytes += readMembers(parser, node, row);
    }
    return bytes;
  }

  /** Reads a nested value that is wanted more than once: as JSON, and taken apart. */
  private int readTwice(JsonParser parser, Node node, int row) throws IOException {
    int bytes = 0;
    try (TokenBuffer buffer = new TokenBuffer(parser).forceUseOfBigDecimal(true)) {
      buffer.copyCurrentStructure(parser);
      for (int column : node.columns) {
        bytes += writers[column].write(buffer.asParserOnFirstToken(), row);
        seen[column] = true;
      }
      if (!node.children.isEmpty()) {
        bytes += readMembers(buffer.asParserOnFirstToken(), node, row);
      }
    }
    return bytes;
  }

  private int readMembers(JsonParser parser, Node node, int row) throws IOException {
    int bytes = 0;
    boolean array = parser.currentToken() == JsonToken.START_ARRAY;
    int index = 0;
    JsonToken token = parser.nextToken();
    while (token != JsonToken.END_OBJECT && token != JsonToken.END_ARRAY) {
      String name = array ? Integer.toString(index++) : parser.currentName();
      if (!array) {
        parser.nextToken();
      }
      Node child = node.children.get(name);
      if (child == null) {
        parser.skipChildren();
      } else {
        bytes += read(parser, child, row);
      }
      token = parser.nextToken();
    }
    return bytes;
  }
}

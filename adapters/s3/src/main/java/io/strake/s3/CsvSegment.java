/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV object. Not thread-safe. */
final class CsvSegment extends TextSegment {
  private static final CsvFactory FACTORY = new CsvFactory();
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final TableDefinition definition;
  private @Nullable CsvParser parser;
  private int fields;

  /** For each field of a line, the column of the scan it goes to; -1 for none. */
  private int[] targets = {};

  private String[] texts = {};

  CsvSegment(ScanRun run, DataObject object) {
    super(run, object);
    this.definition = run.table().definition();
  }

  @Override
  void open(InputStream content) throws IOException {
    CsvParser opened = FACTORY.createParser(text(content));
    opened.setSchema(
        CsvSchema.emptySchema()
            .withColumnSeparator(definition.dialect().delimiter())
            .withQuoteChar(definition.dialect().quote()));
    parser = opened;
    List<String> names = definition.columns().stream().map(c -> c.name()).toList();
    bind(definition.dialect().header() ? header(opened, names) : names);
  }

  private static Reader text(InputStream content) throws IOException {
    PushbackReader text =
        new PushbackReader(
            new InputStreamReader(
                content,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    int first = text.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      text.unread(first);
    }
    return text;
  }

  private List<String> header(CsvParser opened, List<String> declared) throws IOException {
    List<String> names = new ArrayList<>();
    if (opened.nextToken() == null) {
      return declared; // an empty object has no rows either
    }
    while (opened.nextToken() == JsonToken.VALUE_STRING) {
      names.add(opened.getText());
    }
    for (TableColumn column : run().columns()) {
      if (!names.contains(column.name())) {
        throw run()
            .errors()
            .invalid(
                object().object(),
                "the header has no column '" + column.name() + "'; it has " + names,
                null);
      }
    }
    return names;
  }

  private void bind(List<String> names) {
    fields = names.size();
    targets = new int[fields];
    texts = new String[Math.max(1, fields)];
    Arrays.fill(targets, -1);
    for (int i = 0; i < run().columns().size(); i++) {
      targets[names.indexOf(run().columns().get(i).name())] = i;
    }
  }

  @Override
  boolean readRow(int row) throws IOException {
    CsvParser open = java.util.Objects.requireNonNull(parser);
    int count;
    do {
      if (open.nextToken() == null) {
        return false;
      }
      count = readFields(open);
    } while (count == 1 && fields > 1 && texts[0].isEmpty()); // an empty line
    if (count != fields) {
      throw run()
          .errors()
          .invalid(
              object().object(),
              "line " + line() + " has " + count + " fields instead of " + fields,
              null);
    }
    for (int field = 0; field < fields; field++) {
      if (targets[field] >= 0 && !texts[field].equals(definition.dialect().nullText())) {
        put(row, targets[field], texts[field]);
      }
    }
    return true;
  }

  private int readFields(CsvParser open) throws IOException {
    int count = 0;
    while (open.nextToken() == JsonToken.VALUE_STRING) {
      if (count == 0 || (count < fields && targets[count] >= 0)) {
        texts[count] = open.getText();
      }
      count++;
    }
    return count;
  }

  @Override
  int line() {
    return parser == null ? 1 : parser.currentTokenLocation().getLineNr();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.scan;

import io.strake.s3.table.DataObject;
import io.strake.s3.text.CsvDialect;
import io.strake.s3.text.CsvRecords;
import io.strake.s3.text.MalformedText;
import io.strake.s3.text.TextContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** A CSV object. Not thread-safe. */
public final class CsvSegment extends TextSegment {
  private final CsvDialect dialect;
  private final boolean[] isText;
  private @Nullable CsvRecords records;
  private int fields;

  /** The field that is being read. */
  private int field;

  /** For each field of a record, the column of the scan it goes to; -1 for none. */
  private int[] targets = {};

  CsvSegment(ScanRun run, DataObject object) {
    super(run, object, run.contents().layout().orElseThrow());
    this.dialect = layout().dialect();
    this.isText = new boolean[run.columns().size()];
    for (int i = 0; i < isText.length; i++) {
      isText[i] = run.columns().get(i).type().name() == SqlTypeName.VARCHAR;
    }
  }

  @Override
  void open(InputStream content) throws IOException {
    CsvRecords opened = new CsvRecords(TextContent.utf8(content), dialect);
    records = opened;
    bind(dialect.header() ? header(opened) : layout().names());
  }

  private List<String> header(CsvRecords opened) throws IOException {
    if (!opened.nextFilled()) {
      return List.of(); // an empty object has no rows either
    }
    List<String> names = opened.names();
    List<String> known = layout().names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (!run().contents().hasField(name)) {
        throw unknown("the header", name);
      }
      if (known.contains(name) && names.indexOf(name) < i) {
        throw new MalformedText(
            opened.line(i), opened.place(i), "the header names column '" + name + "' twice");
      }
    }
    return names;
  }

  private void bind(List<String> names) {
    fields = names.size();
    targets = new int[fields];
    Arrays.setAll(targets, i -> column(names.get(i)));
  }

  @Override
  boolean readRow(int row) throws IOException {
    CsvRecords open = Objects.requireNonNull(records);
    if (!(fields == 1 ? open.next() : open.nextFilled())) {
      return false;
    }
    if (open.count() != fields) {
      throw new MalformedText(
          open.line(0),
          open.place(0),
          "the record has " + open.count() + " fields instead of " + fields);
    }
    for (field = 0; field < fields; field++) {
      int target = targets[field];
      if (target >= 0 && !dialect.isNull(open, field, isText[target])) {
        put(row, target, open.text(field));
      }
    }
    return true;
  }

  @Override
  int line() {
    return records == null ? 1 : records.line(field);
  }

  @Override
  int character() {
    return records == null ? 1 : records.place(field);
  }
}

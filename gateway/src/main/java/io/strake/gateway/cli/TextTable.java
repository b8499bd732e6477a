/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.cli;

import io.strake.engine.QueryResult;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMicroVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Rows as aligned text, numbers to the right.
 *
 * <p>Rows are printed in blocks, each aligned by itself, so that a large result needs no memory.
 */
final class TextTable {
  private static final int BLOCK_ROWS = 1000;

  private final List<String> names;
  private final List<Boolean> isRight;
  private final List<List<String>> block = new ArrayList<>();
  private final PrintWriter out;
  private int[] widths;
  private boolean hasHeader;

  private TextTable(RelDataType rowType, PrintWriter out) {
    this.names = rowType.getFieldNames();
    this.isRight =
        rowType.getFieldList().stream()
            .map(RelDataTypeField::getType)
            .map(SqlTypeUtil::isNumeric)
            .toList();
    this.out = out;
    this.widths = names.stream().mapToInt(TextTable::width).toArray();
  }

  /** Prints the rows of a result and returns their number. */
  static long print(QueryResult result, RelDataType rowType, PrintWriter out) {
    TextTable table = new TextTable(rowType, out);
    long rows = 0;
    while (result.next()) {
      VectorSchemaRoot batch = result.batch();
      for (int row = 0; row < batch.getRowCount(); row++) {
        table.add(batch, row);
        rows++;
      }
    }
    table.flush();
    return rows;
  }

  private void add(VectorSchemaRoot batch, int row) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      String cell = text(batch.getVector(column), row);
      widths[column] = Math.max(widths[column], width(cell));
      cells.add(cell);
    }
    block.add(cells);
    if (block.size() == BLOCK_ROWS) {
      flush();
    }
  }

  private void flush() {
    if (!hasHeader) {
      printLine(names);
      StringBuilder rule = new StringBuilder();
      for (int width : widths) {
        rule.append(rule.isEmpty() ? "" : "-+-").append("-".repeat(width));
      }
      out.println(rule);
      hasHeader = true;
    }
    block.forEach(this::printLine);
    block.clear();
    out.flush();
  }

  private void printLine(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - width(cell));
      line.append(column == 0 ? "" : " | ");
      line.append(isRight.get(column) ? padding + cell : cell + padding);
    }
    out.println(line.toString().stripTrailing());
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }

  private static String text(FieldVector vector, int row) {
    if (vector.isNull(row)) {
      return "NULL";
    } else if (vector instanceof VarCharVector texts) {
      return new String(texts.get(row), StandardCharsets.UTF_8)
          .replace("\n", "\\n")
          .replace("\r", "\\r");
    } else if (vector instanceof VarBinaryVector binaries) {
      return HexFormat.of().formatHex(binaries.get(row));
    } else if (vector instanceof DateDayVector days) {
      return LocalDate.ofEpochDay(days.get(row)).toString();
    } else if (vector instanceof TimeMicroVector times) {
      return LocalTime.ofNanoOfDay(times.get(row) * 1000).toString();
    } else if (vector instanceof TimeStampMicroVector stamps) {
      String instant = instant(stamps.get(row)).toString();
      return instant.substring(0, instant.length() - 1).replace('T', ' ');
    } else if (vector instanceof TimeStampMicroTZVector stamps) {
      return instant(stamps.get(row)).toString().replace('T', ' ');
    }
    return String.valueOf(vector.getObject(row));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}

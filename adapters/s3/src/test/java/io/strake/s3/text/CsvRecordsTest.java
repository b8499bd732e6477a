/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records and fields as they stand in CSV, and random ones that are written and read back. */
final class CsvRecordsTest {
  private static final CsvDialect RFC = new CsvDialect(true, ',', '"', '"', '\0', 0, "");

  @Test
  void keepsLineBreaksInQuotesAndEndsRecordsAtEveryKindOfLineBreak() throws IOException {
    assertThat(read(RFC, "a,\"1\r\n2\n3\r4\"\r\nb,c\rd,\ne,f"))
        .containsExactly(
            List.of("a", "'1\r\n2\n3\r4'"),
            List.of("b", "c"),
            java.util.Arrays.asList("d", null),
            List.of("e", "f"));
    assertThat(read(RFC, "")).isEmpty();
    assertThat(read(RFC, "a\n")).containsExactly(List.of("a"));
  }

  @Test
  void tellsAnEmptyTextFromNull() throws IOException {
    assertThat(read(RFC, "\"\",,\"\"\"\",a\"b\"\n"))
        .containsExactly(java.util.Arrays.asList("''", null, "'\"'", "a\"b\""));
  }

  @Test
  void leavesOutCommentsAndTheFirstLines() throws IOException {
    CsvDialect dialect = new CsvDialect(true, ';', '\'', '\\', '#', 2, "");
    assertThat(read(dialect, "made by x\r\n'\n# one\n#two;'\r\na;'#\\'\\\\'\n#\nb;c#d\n# the end"))
        .containsExactly(List.of("a", "'#'\\'"), List.of("b", "c#d"));
    assertThat(read(dialect, "only one line")).isEmpty();
  }

  @Test
  void knowsWhereFieldsBegin() throws IOException {
    CsvRecords records = new CsvRecords(new StringReader("a,bc,d\r\n\"x\r\ny\",z,w\rq"), RFC);
    assertThat(records.next()).isTrue();
    assertThat(places(records)).containsExactly("1:1", "1:3", "1:6");
    assertThat(records.next()).isTrue();
    assertThat(places(records)).containsExactly("2:1", "3:4", "3:6");
    assertThat(records.next()).isTrue();
    assertThat(places(records)).containsExactly("4:1");
    assertThat(records.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`a\nb,\"c`, `line 2, character 3: the quotes of the field are never closed`",
        "`a\n\"b\"c`, `line 2, character 1: there is text behind the quotes of the field`",
        "`a\n\"b\" ,c`, `line 2, character 1: there is text behind the quotes of the field`"
      })
  void refusesQuotesThatDoNotCloseAField(String text, String message) {
    assertThatThrownBy(() -> read(RFC, text)).isInstanceOf(MalformedText.class).hasMessage(message);
  }

  @Test
  void refusesARecordThatWouldFillTheMemory() {
    Reader endless =
        new Reader() {
          @Override
          public int read(char[] chars, int offset, int length) {
            java.util.Arrays.fill(chars, offset, offset + length, 'x');
            return length;
          }

          @Override
          public void close() {}
        };
    CsvRecords records = new CsvRecords(endless, RFC);
    assertThatThrownBy(records::next).hasMessageContaining("longer than 16777216 characters");
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    Random random = new Random(20260131);
    for (int round = 0; round < 500; round++) {
      CsvDialect dialect = RandomCsv.dialect(random);
      List<List<@Nullable String>> rows = RandomCsv.rows(random, dialect);
      String text = RandomCsv.write(random, dialect, rows);
      assertThat(fields(new CsvRecords(RandomCsv.slowly(random, text), dialect), dialect))
          .as("round %s, %s: %s", round, dialect, text)
          .isEqualTo(rows);
    }
  }

  private static List<String> places(CsvRecords records) {
    List<String> places = new ArrayList<>();
    for (int field = 0; field < records.count(); field++) {
      places.add(records.line(field) + ":" + records.place(field));
    }
    return places;
  }

  /** Returns the fields; quoted ones in apostrophes. */
  private static List<List<@Nullable String>> read(CsvDialect dialect, String text)
      throws IOException {
    CsvRecords records = new CsvRecords(new StringReader(text), dialect);
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (records.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int field = 0; field < records.count(); field++) {
        String quote = records.isQuoted(field) ? "'" : "";
        row.add(dialect.isNull(records, field, true) ? null : quote + records.text(field) + quote);
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<List<@Nullable String>> fields(CsvRecords records, CsvDialect dialect)
      throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    while (records.next()) {
      List<@Nullable String> row = new ArrayList<>();
      for (int field = 0; field < records.count(); field++) {
        row.add(dialect.isNull(records, field, true) ? null : records.text(field));
      }
      rows.add(row);
    }
    return rows;
  }
}

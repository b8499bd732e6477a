/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strake.planner.ErrorCode;
import io.strake.planner.Operands;
import io.strake.planner.StrakeException;
import io.strake.s3.store.StoredObject;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operands of text: without them, given, and malformed. */
final class TextOptionsTest {
  @Test
  void areFoundOutByDefault() {
    assertThat(options(Map.of())).isEqualTo(TextOptions.DEFAULT);
    assertThat(TextOptions.DEFAULT.dialect())
        .isEqualTo(new CsvDialect(true, ',', '"', '"', CsvDialect.NONE, 0, ""));
  }

  @Test
  void areTakenAsGiven() {
    TextOptions options =
        options(
            Map.of(
                "header",
                false,
                "delimiter",
                "\t",
                "quote",
                "",
                "escape",
                "\\",
                "comment",
                "#",
                "skipLines",
                3,
                "nullText",
                "NIL",
                "sampleRows",
                7,
                "compression",
                "zstd"));
    assertThat(options.dialect(';', '\''))
        .isEqualTo(new CsvDialect(false, '\t', CsvDialect.NONE, '\\', '#', 3, "NIL"));
    assertThat(options.sampleRows()).isEqualTo(7);
    assertThat(options.compression()).isEqualTo(Optional.of(Compression.ZSTD));
    assertThat(options.compressionOf(new StoredObject("a.csv.gz", "", 1)))
        .isEqualTo(Compression.ZSTD);
    assertThat(options(Map.of("compression", "auto")).compression()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "header, maybe",
    "delimiter, ''",
    "delimiter, ab",
    "quote, ab",
    "escape, ab",
    "comment, //",
    "skipLines, -1",
    "sampleRows, 0",
    "compression, lz4"
  })
  void refusesMalformedOperands(String operand, String value) {
    assertThatThrownBy(() -> options(Map.of(operand, value)))
        .isInstanceOfSatisfying(
            StrakeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
        .hasMessageContaining("operand '" + operand + "' must be");
  }

  @Test
  void refusesOneCharacterForTwoPurposes() {
    for (String other : new String[] {"quote", "comment"}) {
      assertThatThrownBy(() -> options(Map.of("delimiter", "|", other, "|")))
          .hasMessageContaining("another than quote and comment");
    }
  }

  private static TextOptions options(Map<String, ?> values) {
    Operands operands = new Operands("s3 source 'lake'", values);
    TextOptions options = TextOptions.fromOperands(operands);
    operands.rejectUnknown();
    return options;
  }
}

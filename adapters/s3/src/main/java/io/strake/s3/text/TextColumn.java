/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.google.common.base.Utf8;
import io.strake.s3.column.ColumnType;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarCharVector;

/** Writer of values given as text into a vector of the declared type. */
@FunctionalInterface
public interface TextColumn {
  /**
   * Writes a value.
   *
   * @throws RuntimeException of several kinds if the text is no value of the type
   */
  void write(int row, String text);

  /** Returns the writer of a column. */
  static TextColumn of(ColumnType type, FieldVector vector) {
    return switch (type.name()) {
      case BOOLEAN ->
          (row, text) -> ((BitVector) vector).setSafe(row, TextValues.bool(text) ? 1 : 0);
      case TINYINT ->
          (row, text) -> ((TinyIntVector) vector).setSafe(row, Byte.parseByte(text.trim()));
      case SMALLINT ->
          (row, text) -> ((SmallIntVector) vector).setSafe(row, Short.parseShort(text.trim()));
      case INTEGER ->
          (row, text) -> ((IntVector) vector).setSafe(row, Integer.parseInt(text.trim()));
      case BIGINT ->
          (row, text) -> ((BigIntVector) vector).setSafe(row, Long.parseLong(text.trim()));
      case REAL -> (row, text) -> ((Float4Vector) vector).setSafe(row, TextValues.real(text));
      case DOUBLE ->
          (row, text) -> ((Float8Vector) vector).setSafe(row, TextValues.approximate(text));
      case DECIMAL ->
          (row, text) -> ((DecimalVector) vector).setSafe(row, TextValues.decimal(type, text));
      case VARCHAR -> (row, text) -> ((VarCharVector) vector).setSafe(row, utf8(text));
      case DATE -> (row, text) -> ((DateDayVector) vector).setSafe(row, TextValues.day(text));
      case TIME ->
          (row, text) -> ((TimeMicroVector) vector).setSafe(row, TextValues.timeOfDay(text));
      case TIMESTAMP ->
          (row, text) -> ((TimeStampVector) vector).setSafe(row, TextValues.timestamp(text));
      case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          (row, text) -> ((TimeStampVector) vector).setSafe(row, TextValues.instant(text));
      default -> throw new AssertionError(type);
    };
  }

  /**
   * JSON can escape half of a surrogate pair, which UTF-8 cannot hold; Java would write '?'.
   *
   * @throws IllegalArgumentException if there is one
   */
  private static byte[] utf8(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (Utf8.encodedLength(text) != bytes.length) {
      throw new IllegalArgumentException("not well-formed Unicode");
    }
    return bytes;
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.fasterxml.jackson.core.JsonPointer;
import io.strake.s3.column.ColumnType;
import java.util.List;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * How the objects of a table of text are read. Immutable.
 *
 * @param options operands of the table
 * @param dialect how CSV is written, with all that was found out
 * @param fields fields of the records; in CSV without a header in the order of the records
 * @param isInferred whether the fields were found out by a sample and not declared
 */
public record TextLayout(
    TextOptions options, CsvDialect dialect, List<Field> fields, boolean isInferred) {

  /** Copies the list. */
  public TextLayout {
    fields = List.copyOf(fields);
  }

  /**
   * A field of the records.
   *
   * @param name name of its column
   * @param type type of its column
   * @param path where the value is in a JSON record
   * @param isJson whether texts stay JSON texts, in quotes, to be told from other values
   */
  public record Field(String name, ColumnType type, JsonPointer path, boolean isJson) {
    static Field of(String name, ColumnType type) {
      return new Field(name, type, JsonPointer.empty().appendProperty(name), false);
    }

    /** Returns a field whose values are of several types. */
    static Field mixed(String name) {
      JsonPointer path = JsonPointer.empty().appendProperty(name);
      return new Field(name, ColumnType.of(SqlTypeName.VARCHAR), path, true);
    }
  }

  public static TextLayout declared(List<DeclaredColumn> columns, TextOptions options) {
    List<Field> fields =
        columns.stream()
            .map(
                column ->
                    column
                        .path()
                        .map(path -> new Field(column.name(), column.type(), path, false))
                        .orElseGet(() -> Field.of(column.name(), column.type())))
            .toList();
    return new TextLayout(options, options.dialect(), fields, false);
  }

  public List<String> names() {
    return fields.stream().map(Field::name).toList();
  }

  /** Returns what to do about a value that its column cannot hold. */
  public String remedy(String column) {
    return isInferred
        ? "its type was found by the first records, declare the one it has in operand 'columns'"
        : "declare another type for column '" + column + "' or repair the object";
  }
}

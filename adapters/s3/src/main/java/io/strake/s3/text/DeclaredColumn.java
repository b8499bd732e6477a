/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.fasterxml.jackson.core.JsonPointer;
import io.strake.planner.Operands;
import io.strake.s3.column.ColumnType;
import java.util.Optional;

/** A declared column: its name, its type, and where JSON records have it if not by its name. */
public record DeclaredColumn(String name, ColumnType type, Optional<JsonPointer> path) {
  public static DeclaredColumn fromOperands(Operands operands) {
    String name = operands.requiredText("name");
    String type = operands.requiredText("type");
    Optional<JsonPointer> path = operands.text("path").map(text -> pointer(operands, text));
    operands.rejectUnknown();
    return new DeclaredColumn(
        name,
        ColumnType.parse(type)
            .orElseThrow(
                () ->
                    operands.malformed(
                        "type",
                        "one of boolean, tinyint, smallint, integer, bigint, real, double,"
                            + " decimal(p,s), varchar, date, time, timestamp, timestamptz,"
                            + " varbinary, T array, row(name T, ...)")),
        path);
  }

  private static JsonPointer pointer(Operands operands, String text) {
    if (text.length() < 2 || text.charAt(0) != '/') {
      throw operands.malformed("path", "a JSON pointer such as /user/id");
    }
    return JsonPointer.compile(text);
  }
}

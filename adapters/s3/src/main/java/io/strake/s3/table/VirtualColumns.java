/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.table;

import io.strake.planner.Operands;
import io.strake.s3.column.ColumnType;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Columns that tell where a row comes from, and under which names a table has them. Immutable.
 *
 * @param names name of each column that the table has
 */
public record VirtualColumns(Map<Kind, String> names) {
  private static final String OPERAND = "virtualColumns";

  /** No virtual columns. */
  static final VirtualColumns NONE = new VirtualColumns(Map.of());

  /** Copies the map. */
  public VirtualColumns {
    names = Map.copyOf(names);
  }

  /** What a virtual column tells; in this order a table has them. */
  enum Kind {
    /** Address of the object, as in {@code s3://bucket/key}. */
    FILE(SqlTypeName.VARCHAR),
    /** Bytes of the object. */
    SIZE(SqlTypeName.BIGINT),
    /** Entity tag of the object without quotes; NULL where the store has none. */
    ETAG(SqlTypeName.VARCHAR),
    /** Number of the row in the object, from 0. */
    ROW(SqlTypeName.BIGINT);

    private final SqlTypeName type;

    Kind(SqlTypeName type) {
      this.type = type;
    }

    ColumnType type() {
      return ColumnType.of(type);
    }

    /** Returns the name in a definition, which is also that of the column by default. */
    String defaultName() {
      return "_" + name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Kind> named(String name) {
      return List.of(values()).stream().filter(kind -> kind.defaultName().equals(name)).findFirst();
    }
  }

  /** Reads the operand: a flag, a list of default names, or other names by the default ones. */
  static VirtualColumns fromOperands(Operands operands) {
    if (operands.isObject(OPERAND)) {
      return renamed(operands.object(OPERAND).orElseThrow());
    }
    List<String> texts = operands.texts(OPERAND);
    if (texts.isEmpty() || texts.equals(List.of("false"))) {
      return NONE;
    }
    Map<Kind, String> names = new EnumMap<>(Kind.class);
    if (texts.equals(List.of("true"))) {
      List.of(Kind.values()).forEach(kind -> names.put(kind, kind.defaultName()));
      return new VirtualColumns(names);
    }
    for (String text : texts) {
      Kind kind =
          Kind.named(text)
              .orElseThrow(
                  () ->
                      operands.malformed(
                          OPERAND,
                          "true, false, a list of _file, _size, _etag and _row, or an object with"
                              + " other names for them"));
      names.put(kind, text);
    }
    return new VirtualColumns(names);
  }

  private static VirtualColumns renamed(Operands operands) {
    Map<Kind, String> names = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      String key = kind.defaultName();
      operands.text(key).ifPresent(name -> names.put(kind, operands.requiredText(key)));
    }
    operands.rejectUnknown();
    Set<String> different = new HashSet<>();
    for (Map.Entry<Kind, String> entry : names.entrySet()) {
      if (!different.add(entry.getValue())) {
        throw operands.malformed(entry.getKey().defaultName(), "another name than the others");
      }
    }
    return new VirtualColumns(names);
  }

  /** Returns the name of a column that a table has; empty if it does not have it. */
  Optional<String> name(Kind kind) {
    return Optional.ofNullable(names.get(kind));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine.plan;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What two texts of one statement have in common: everything but white space, comments, the case of
 * keywords and unquoted names, and the constants that can be lifted. Immutable.
 */
public final class StatementShape {
  private final List<Part> parts;
  private final List<Constant> constants;

  /** Piece of the statement: text, or one of the constants. */
  record Part(String text, int constant) {
    static final int NONE = -1;
  }

  StatementShape(List<Part> parts, List<Constant> constants) {
    this.parts = List.copyOf(parts);
    this.constants = List.copyOf(constants);
  }

  /** Returns the constants that can be lifted, in the order of their numbers. */
  public List<Constant> constants() {
    return constants;
  }

  /**
   * Returns a text that is the same for two statements exactly if a plan of one is a plan of the
   * other.
   *
   * @param lifted numbers of the constants that the plan does not depend on
   */
  public String key(BitSet lifted) {
    StringBuilder key = new StringBuilder();
    for (Part part : parts) {
      if (part.constant == Part.NONE || !lifted.get(part.constant)) {
        key.append(part.text);
      } else {
        key.append("\0?").append(constants.get(part.constant).type().getFullTypeString());
      }
    }
    return key.toString();
  }

  /** Returns the key with all constants lifted. */
  public String key() {
    return key(all());
  }

  /** Returns the numbers of all constants. */
  public BitSet all() {
    BitSet all = new BitSet();
    all.set(0, constants.size());
    return all;
  }

  /**
   * Returns the shape of a parsed statement whose constants have been lifted; empty if it holds
   * something that its tree does not say in full, so that its text must be the key.
   */
  static Optional<StatementShape> of(
      org.apache.calcite.sql.SqlNode statement, List<Constant> constants) {
    @Nullable List<Part> parts = StatementShapeWriter.write(statement);
    return Optional.ofNullable(parts).map(known -> new StatementShape(known, constants));
  }
}

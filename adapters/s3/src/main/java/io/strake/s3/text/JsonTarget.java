/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place in JSON records: the columns it goes to, and the places below. Not thread-safe. */
public final class JsonTarget {
  private final Map<String, JsonTarget> members = new HashMap<>();
  private final List<Integer> columns = new ArrayList<>();

  /** Adds a path; {@code column} is the column of the scan, or negative for none. */
  public void add(JsonPointer path, int column) {
    if (!path.matches()) {
      members
          .computeIfAbsent(path.getMatchingProperty(), name -> new JsonTarget())
          .add(path.tail(), column);
    } else if (column >= 0) {
      columns.add(column);
    }
  }

  /** Returns the place of a member or, by its index, of an element; null if nothing asks for it. */
  public @Nullable JsonTarget member(String name) {
    return members.get(name);
  }

  public boolean hasMembers() {
    return !members.isEmpty();
  }

  /** Returns the columns of the scan that the value goes to. */
  public List<Integer> columns() {
    return columns;
  }
}

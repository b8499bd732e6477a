/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** How the pages of an endpoint follow one another. Immutable. */
public sealed interface Pagination {
  /** Returns the largest number of requests of one scan; one more is an error. */
  int maxPages();

  /** Returns the rows asked for per page, if a page size is sent. */
  default OptionalInt pageSize() {
    return size().map(size -> OptionalInt.of(size.rows())).orElse(OptionalInt.empty());
  }

  /** Returns the parameter that asks for a page size, if one is sent. */
  default Optional<Size> size() {
    return Optional.empty();
  }

  /** Returns the query parameters that paging uses. */
  default List<String> parameters() {
    return Stream.concat(position().stream(), size().map(Size::parameter).stream()).toList();
  }

  /** Returns the query parameter that selects a page. */
  default Optional<String> position() {
    return Optional.empty();
  }

  /**
   * Page size of a request.
   *
   * @param parameter query parameter
   * @param rows its value
   */
  record Size(String parameter, int rows) {}

  /** Which page ends numbered pages. */
  enum LastPage {
    /** One without rows: always right, at the price of one more request. */
    EMPTY,
    /** One with fewer rows than asked for: right only if the API always fills its pages. */
    SHORT
  }

  /** One answer has all rows. */
  record None() implements Pagination {
    @Override
    public int maxPages() {
      return 1;
    }
  }

  /** Pages have numbers, from {@code start} on. */
  record Page(String parameter, int start, Optional<Size> size, LastPage lastPage, int maxPages)
      implements Pagination {
    @Override
    public Optional<String> position() {
      return Optional.of(parameter);
    }
  }

  /** A page begins at a row, counted from 0. */
  record Offset(String parameter, Optional<Size> size, LastPage lastPage, int maxPages)
      implements Pagination {
    @Override
    public Optional<String> position() {
      return Optional.of(parameter);
    }
  }

  /** Every answer has the cursor of the next page at {@code pointer}. */
  record Cursor(String parameter, JsonPointer pointer, Optional<Size> size, int maxPages)
      implements Pagination {
    @Override
    public Optional<String> position() {
      return Optional.of(parameter);
    }
  }

  /** Every answer has the URL of the next page at {@code pointer}. */
  record Next(JsonPointer pointer, Optional<Size> size, int maxPages) implements Pagination {}

  /** Every answer has the URL of the next page in its {@code Link} header, as RFC 8288 has it. */
  record Link(Optional<Size> size, int maxPages) implements Pagination {}
}

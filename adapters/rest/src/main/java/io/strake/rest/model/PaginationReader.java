/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.model;

import com.fasterxml.jackson.core.JsonPointer;
import io.strake.planner.Operands;
import io.strake.rest.model.Pagination.LastPage;
import io.strake.rest.model.Pagination.Size;
import java.util.Map;
import java.util.Optional;

/** Reader of the {@code pagination} of an endpoint. */
final class PaginationReader {
  private static final int DEFAULT_MAX_PAGES = 1000;
  private static final int MAX_PAGE_SIZE = 1_000_000;

  private enum Kind {
    NONE,
    PAGE,
    OFFSET,
    CURSOR,
    NEXT,
    LINK
  }

  private static final Map<String, Kind> KINDS =
      Map.of(
          "none", Kind.NONE,
          "page", Kind.PAGE,
          "offset", Kind.OFFSET,
          "cursor", Kind.CURSOR,
          "next", Kind.NEXT,
          "link", Kind.LINK);
  private static final Map<String, LastPage> LAST_PAGES =
      Map.of("empty", LastPage.EMPTY, "short", LastPage.SHORT);

  private PaginationReader() {}

  static Pagination read(Operands operands) {
    Pagination pagination =
        switch (OperandChoice.of(operands, "type", "none", KINDS)) {
          case NONE -> new Pagination.None();
          case PAGE -> page(operands);
          case OFFSET -> offset(operands);
          case CURSOR ->
              new Pagination.Cursor(
                  operands.text("parameter").orElse("cursor"),
                  pointer(operands),
                  size(operands, Optional.empty()),
                  maxPages(operands));
          case NEXT ->
              new Pagination.Next(
                  pointer(operands), size(operands, Optional.empty()), maxPages(operands));
          case LINK -> new Pagination.Link(size(operands, Optional.empty()), maxPages(operands));
        };
    operands.rejectUnknown();
    return pagination;
  }

  private static Pagination page(Operands operands) {
    Optional<Size> size = size(operands, Optional.empty());
    return new Pagination.Page(
        operands.text("parameter").orElse("page"),
        operands.integer("start", 1, 0, Integer.MAX_VALUE),
        size,
        lastPage(operands, size),
        maxPages(operands));
  }

  private static Pagination offset(Operands operands) {
    Optional<Size> size = size(operands, Optional.of("limit"));
    return new Pagination.Offset(
        operands.text("parameter").orElse("offset"),
        size,
        lastPage(operands, size),
        maxPages(operands));
  }

  private static LastPage lastPage(Operands operands, Optional<Size> size) {
    LastPage lastPage = OperandChoice.of(operands, "lastPage", "empty", LAST_PAGES);
    if (lastPage == LastPage.SHORT && size.isEmpty()) {
      throw operands.malformed("lastPage", "'empty' unless 'pageSize' is given");
    }
    return lastPage;
  }

  private static Optional<Size> size(Operands operands, Optional<String> defaultParameter) {
    Optional<String> parameter = operands.text("sizeParameter").or(() -> defaultParameter);
    int rows = operands.integer("pageSize", 0, 1, MAX_PAGE_SIZE);
    if (rows == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Size(
            parameter.orElseThrow(
                () -> operands.malformed("sizeParameter", "given together with 'pageSize'")),
            rows));
  }

  private static JsonPointer pointer(Operands operands) {
    return JsonPointers.required(operands, "pointer");
  }

  private static int maxPages(Operands operands) {
    return operands.integer("maxPages", DEFAULT_MAX_PAGES, 1, Integer.MAX_VALUE);
  }
}

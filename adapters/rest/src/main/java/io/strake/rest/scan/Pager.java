/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonPointer;
import io.strake.rest.model.Pagination;
import io.strake.rest.model.Pagination.LastPage;
import io.strake.rest.model.Pagination.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Walk along the pages of one request. Not thread-safe.
 *
 * <p>Numbered pages end with an empty one: a page with fewer rows than were asked for may just as
 * well come from an API that has a smaller maximum.
 */
abstract class Pager {
  /**
   * What is known after the last row of a page.
   *
   * @param url URL that answered
   * @param rows number of its rows
   * @param found text at {@link #pointer()}, null if there is none
   * @param links values of its {@code Link} headers
   */
  record PageEnd(HttpUrl url, long rows, @Nullable String found, List<String> links) {}

  /** How a reference in an answer becomes a URL, or an error. */
  @FunctionalInterface
  interface Resolver {
    HttpUrl resolve(HttpUrl from, String reference);
  }

  /** Returns a walk that has not begun. */
  static Pager of(Pagination pagination, Resolver resolver, RowPosition position) {
    if (pagination instanceof Pagination.Page page) {
      return new Numbered(page.parameter(), page.start(), true, page.size(), page.lastPage());
    } else if (pagination instanceof Pagination.Offset offset) {
      return new Numbered(offset.parameter(), 0, false, offset.size(), offset.lastPage());
    } else if (pagination instanceof Pagination.Cursor cursor) {
      return new Cursors(cursor, position);
    } else if (pagination instanceof Pagination.Next next) {
      return new References(Optional.of(next.pointer()), next.size(), resolver, position);
    } else if (pagination instanceof Pagination.Link link) {
      return new References(Optional.empty(), link.size(), resolver, position);
    }
    return new Single();
  }

  /** Returns the URL of the first page. */
  abstract HttpUrl first(HttpUrl url);

  /** Returns the URL of the page after one; empty if that was the last. */
  abstract Optional<HttpUrl> next(PageEnd end);

  /** Returns where in an answer the reference to the next page is. */
  Optional<JsonPointer> pointer() {
    return Optional.empty();
  }

  private static HttpUrl withSize(HttpUrl url, Optional<Size> size) {
    return size.map(s -> with(url, s.parameter(), Integer.toString(s.rows()))).orElse(url);
  }

  private static HttpUrl with(HttpUrl url, String parameter, String value) {
    return url.newBuilder().setQueryParameter(parameter, value).build();
  }

  private static final class Single extends Pager {
    @Override
    HttpUrl first(HttpUrl url) {
      return url;
    }

    @Override
    Optional<HttpUrl> next(PageEnd end) {
      return Optional.empty();
    }
  }

  private static final class Numbered extends Pager {
    private final String parameter;
    private final boolean countsPages;
    private final Optional<Size> size;
    private final long rowsOfFullPage;
    private long position;
    private @Nullable HttpUrl request;

    Numbered(
        String parameter, long start, boolean countsPages, Optional<Size> size, LastPage last) {
      this.parameter = parameter;
      this.position = start;
      this.countsPages = countsPages;
      this.size = size;
      this.rowsOfFullPage = last == LastPage.SHORT ? size.map(s -> (long) s.rows()).orElse(1L) : 1;
    }

    @Override
    HttpUrl first(HttpUrl url) {
      request = withSize(url, size);
      return with(request, parameter, Long.toString(position));
    }

    @Override
    Optional<HttpUrl> next(PageEnd end) {
      if (end.rows() < rowsOfFullPage || request == null) {
        return Optional.empty();
      }
      position += countsPages ? 1 : end.rows();
      return Optional.of(with(request, parameter, Long.toString(position)));
    }
  }

  private static final class Cursors extends Pager {
    private final Pagination.Cursor pagination;
    private final RowPosition position;
    private final Set<String> seen = new HashSet<>();
    private @Nullable HttpUrl request;

    Cursors(Pagination.Cursor pagination, RowPosition position) {
      this.pagination = pagination;
      this.position = position;
    }

    @Override
    HttpUrl first(HttpUrl url) {
      request = withSize(url, pagination.size());
      return request;
    }

    @Override
    Optional<HttpUrl> next(PageEnd end) {
      String cursor = end.found();
      if (cursor == null || cursor.isEmpty() || request == null) {
        return Optional.empty();
      }
      if (!seen.add(cursor)) {
        throw position.malformed("a cursor that an earlier page had; the API runs in a loop", null);
      }
      return Optional.of(with(request, pagination.parameter(), cursor));
    }

    @Override
    Optional<JsonPointer> pointer() {
      return Optional.of(pagination.pointer());
    }
  }

  private static final class References extends Pager {
    private final Optional<JsonPointer> pointer;
    private final Optional<Size> size;
    private final Resolver resolver;
    private final RowPosition position;
    private final Set<HttpUrl> seen = new HashSet<>();

    References(
        Optional<JsonPointer> pointer,
        Optional<Size> size,
        Resolver resolver,
        RowPosition position) {
      this.pointer = pointer;
      this.size = size;
      this.resolver = resolver;
      this.position = position;
    }

    @Override
    HttpUrl first(HttpUrl url) {
      HttpUrl first = withSize(url, size);
      seen.add(first);
      return first;
    }

    @Override
    Optional<HttpUrl> next(PageEnd end) {
      Optional<String> reference =
          pointer.isPresent()
              ? Optional.ofNullable(end.found()).filter(text -> !text.isEmpty())
              : LinkHeader.next(end.links());
      if (reference.isEmpty()) {
        return Optional.empty();
      }
      HttpUrl url = resolver.resolve(end.url(), reference.get());
      if (!seen.add(url)) {
        throw position.malformed("a next URL that was read before; the API runs in a loop", null);
      }
      return Optional.of(url);
    }

    @Override
    Optional<JsonPointer> pointer() {
      return pointer;
    }
  }
}

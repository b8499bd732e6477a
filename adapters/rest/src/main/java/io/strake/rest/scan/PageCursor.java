/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.scan;

import com.fasterxml.jackson.core.JsonParser;
import io.strake.planner.StrakeException;
import io.strake.rest.http.RequestControl;
import io.strake.rest.http.RestAnswer;
import io.strake.rest.http.RestClient;
import io.strake.rest.model.EndpointSpec;
import io.strake.rest.model.ParameterSpec;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Cursor over the rows of all pages of all requests of a scan; asks for a page when its first row
 * is needed. Not thread-safe.
 */
final class PageCursor implements AutoCloseable {
  private final RestClient client;
  private final EndpointSpec endpoint;
  private final RequestControl control;
  private final RowPosition position;
  private final Iterator<Map<ParameterSpec, String>> combinations;
  private final String label;
  private Map<ParameterSpec, String> bound = Map.of();
  private @Nullable Pager pager;
  private @Nullable HttpUrl nextUrl;
  private @Nullable PageReader page;
  private int pages;

  PageCursor(RestClient client, RequestSpec request, RequestControl control, RowPosition position) {
    this.client = client;
    this.endpoint = request.endpoint();
    this.control = control;
    this.position = position;
    this.combinations = request.boundValues().iterator();
    this.label = "endpoint '" + endpoint.name() + "'";
  }

  /** Returns the values of the parameters of the request that the current row answers. */
  Map<ParameterSpec, String> bound() {
    return bound;
  }

  /** Goes to the next row; returns a parser that stands at it, or null after the last. */
  @Nullable JsonParser next() throws IOException {
    while (true) {
      if (page != null) {
        if (page.nextRow()) {
          return page.parser();
        }
        turn(page);
      } else if (nextUrl != null) {
        open(nextUrl);
      } else if (combinations.hasNext()) {
        begin(combinations.next());
      } else {
        return null;
      }
    }
  }

  /** Returns the failure of a page whose end never came. */
  StrakeException brokenOff(IOException failure) {
    return client.brokenOff(label, nextUrl == null ? client.baseUrl() : nextUrl, failure);
  }

  @Override
  public void close() throws IOException {
    PageReader open = page;
    page = null;
    if (open != null) {
      open.close();
    }
  }

  private void begin(Map<ParameterSpec, String> values) {
    bound = values;
    pages = 0;
    pager =
        Pager.of(
            endpoint.pagination(),
            (from, reference) -> client.resolve(label, from, reference),
            position);
    nextUrl = pager.first(RequestUrl.of(client.baseUrl(), endpoint, values));
  }

  private void open(HttpUrl url) throws IOException {
    if (pages == endpoint.pagination().maxPages()) {
      throw position.tooManyPages(pages);
    }
    pages++;
    position.nextPage();
    RestAnswer answer = client.get(label, url, control);
    try {
      page =
          new PageReader(
              answer, endpoint, pager == null ? Optional.empty() : pager.pointer(), position);
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  private void turn(PageReader finished) throws IOException {
    Pager.PageEnd end = finished.end();
    close();
    nextUrl = pager == null ? null : pager.next(end).orElse(null);
  }
}

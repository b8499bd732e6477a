/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import java.io.InputStream;
import java.util.List;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Response;

/**
 * Successful answer to a request; closing it before the end aborts the request. Not thread-safe.
 */
public final class RestAnswer implements AutoCloseable {
  private static final int NO_CONTENT = 204;

  private final Call call;
  private final Response response;
  private final InputStream body;
  private boolean complete;

  RestAnswer(Call call, Response response, InputStream body) {
    this.call = call;
    this.response = response;
    this.body = body;
  }

  /** Returns the URL that answered, after redirects. */
  public HttpUrl url() {
    return response.request().url();
  }

  /** Returns the body, decompressed and limited in size. */
  public InputStream body() {
    return body;
  }

  /** Returns whether the answer has no body on purpose. */
  public boolean isEmpty() {
    return response.code() == NO_CONTENT;
  }

  /** Returns the values of a header. */
  public List<String> headers(String name) {
    return response.headers(name);
  }

  /** Says that the body was read to its end, so that the connection can serve again. */
  public void complete() {
    complete = true;
  }

  @Override
  public void close() {
    if (!complete) {
      call.cancel(); // else the client would read on for a while to save the connection
    }
    response.close();
  }
}

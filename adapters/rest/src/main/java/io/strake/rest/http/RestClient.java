/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import io.strake.planner.StrakeException;
import io.strake.rest.model.ConnectionSpec;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client of one API: keeps connections alive, adds the credentials, follows redirects within the
 * origin, repeats what failed for a passing reason and names every other failure.
 *
 * <p>No request ever goes to another origin than the base URL's, so neither do the credentials.
 * OkHttp rather than the client of the JDK: it takes a socket factory, which lets {@link
 * AddressGuard} see the address that is really connected to, and gives its connections back when
 * closed. Thread-safe.
 */
public final class RestClient implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(RestClient.class);
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int UNAUTHORIZED = 401;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;

  private final String name;
  private final ConnectionSpec spec;
  private final RestFailures failures;
  private final RetryPolicy retryPolicy;
  private final OkHttpClient client;
  private volatile boolean closed;

  /**
   * Creates a client; does no I/O.
   *
   * @param name name of the source
   */
  public RestClient(String name, ConnectionSpec spec) {
    this.name = name;
    this.spec = spec;
    this.failures = new RestFailures("rest source '" + name + "'");
    this.retryPolicy = new RetryPolicy(spec.maxRetries(), spec.maxRetryWait());
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            // A proxy would connect in our place, to whatever address it likes
            .proxy(Proxy.NO_PROXY)
            .connectTimeout(spec.timeout())
            .readTimeout(spec.timeout())
            .writeTimeout(spec.timeout());
    if (!spec.allowPrivateAddresses()) {
      builder.socketFactory(new AddressGuard());
    }
    this.client = builder.build();
  }

  /** Returns the name of the source. */
  public String name() {
    return name;
  }

  /** Returns what messages begin with, such as {@code rest source 'crm'}. */
  public String source() {
    return failures.source();
  }

  /** Returns the URL that all paths are below. */
  public HttpUrl baseUrl() {
    return spec.baseUrl();
  }

  /**
   * Returns the answer to a GET request; the caller closes it.
   *
   * @param label what messages put before the method, such as {@code endpoint 'orders'}
   * @param url URL within the origin, without credentials
   * @throws StrakeException if there is no successful answer, or the statement was stopped
   */
  public RestAnswer get(String label, HttpUrl url, RequestControl control) {
    HttpUrl target = url;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      String request = label + ", GET " + target.encodedPath();
      checkOrigin(request, target);
      Answered answered = send(request, target, control);
      Response response = answered.response();
      if (!REDIRECTS.contains(response.code())) {
        return open(request, answered);
      }
      try (response) {
        target = redirect(request, response);
      }
    }
    throw failures.badUrl(label + ", GET " + url.encodedPath(), "too many redirects");
  }

  /**
   * Returns the URL that an answer refers to, which must be within the origin.
   *
   * @throws StrakeException if it is no URL or is elsewhere
   */
  public HttpUrl resolve(String label, HttpUrl from, String reference) {
    String request = label + ", GET " + from.encodedPath();
    HttpUrl target = from.resolve(reference);
    if (target == null) {
      throw failures.badUrl(request, "a reference that is no URL");
    }
    checkOrigin(request, target);
    return target;
  }

  /**
   * Asks for the head of the base URL; any answer but a refusal or a failure of the server is fine.
   *
   * @throws StrakeException if the API does not answer
   */
  public void check() {
    try (RequestControl control = new RequestControl()) {
      String request = "HEAD " + spec.baseUrl().encodedPath();
      Call call = newCall("HEAD", spec.baseUrl());
      control.begin(call);
      try (Response response = call.execute()) {
        int status = response.code();
        if (status == UNAUTHORIZED || (status >= SERVER_ERROR && status != NOT_IMPLEMENTED)) {
          throw failures.status(request, status, 1);
        }
      } catch (IOException e) {
        throw failures.io(request, e, 1);
      }
    }
  }

  /** Returns the failure of reading an answer. */
  public StrakeException brokenOff(String label, HttpUrl url, IOException failure) {
    return failures.io(label + ", GET " + url.encodedPath(), failure, 1);
  }

  /** Releases the connections. Idempotent; requests in flight go on, later ones fail. */
  @Override
  public void close() {
    closed = true;
    client.connectionPool().evictAll();
  }

  private Answered send(String request, HttpUrl url, RequestControl control) {
    RetryPolicy.Attempts attempts = retryPolicy.start();
    while (true) {
      control.checkActive();
      Duration asked = null;
      StrakeException failure;
      Call call = newCall("GET", url);
      control.begin(call);
      try {
        Response response = call.execute();
        LOGGER.debug("{}: {} answered {}", source(), request, response.code());
        if (response.isSuccessful() || REDIRECTS.contains(response.code())) {
          return new Answered(call, response);
        }
        failure = failures.status(request, response.code(), attempts.made());
        asked = RetryPolicy.retryAfter(response, Instant.now());
        response.close();
        if (!RetryPolicy.isPassing(response.code())) {
          throw failure;
        }
      } catch (IOException e) {
        control.checkActive();
        failure = failures.io(request, e, attempts.made());
        if (failure.code() == io.strake.planner.ErrorCode.INVALID_CONFIGURATION
            || !RetryPolicy.isPassing(e)) {
          throw failure;
        }
      }
      pause(attempts, asked, failure, control);
    }
  }

  private static void pause(
      RetryPolicy.Attempts attempts,
      @Nullable Duration asked,
      StrakeException failure,
      RequestControl control) {
    Optional<Duration> wait = attempts.next(asked).filter(control::canWait);
    control.pause(wait.orElseThrow(() -> failure));
  }

  private RestAnswer open(String request, Answered answered) {
    Response response = answered.response();
    long maxBytes = spec.maxResponseBytes();
    if (response.body().contentLength() > maxBytes) {
      answered.call().cancel();
      response.close();
      throw failures.tooLarge(request, maxBytes);
    }
    return new RestAnswer(
        answered.call(),
        response,
        new LimitedInputStream(
            response.body().byteStream(), maxBytes, () -> failures.tooLarge(request, maxBytes)));
  }

  private HttpUrl redirect(String request, Response response) {
    String location = response.header("Location");
    HttpUrl target = location == null ? null : response.request().url().resolve(location);
    if (target == null) {
      throw failures.badUrl(request, "a redirect to no URL");
    }
    checkOrigin(request, target);
    return target;
  }

  private void checkOrigin(String request, HttpUrl url) {
    HttpUrl origin = spec.baseUrl();
    if (!url.scheme().equals(origin.scheme())
        || !url.host().equals(origin.host())
        || url.port() != origin.port()) {
      throw failures.otherOrigin(request, url, origin);
    }
  }

  private Call newCall(String method, HttpUrl url) {
    if (closed) {
      throw failures.closed();
    }
    HttpUrl.Builder withCredentials = url.newBuilder().username("").password("").fragment(null);
    spec.authentication().query().forEach(withCredentials::setQueryParameter);
    Request.Builder request =
        new Request.Builder()
            .url(withCredentials.build())
            .method(method, null)
            .header("Accept", "application/json")
            .header("User-Agent", "strake");
    spec.headers().forEach(request::header);
    spec.authentication().headers().forEach(request::header);
    return client.newCall(request.build());
  }

  private record Answered(Call call, Response response) {}
}

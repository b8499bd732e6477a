/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.avatica;

import io.strake.gateway.auth.Authenticator;
import io.strake.gateway.common.Failures;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.avatica.metrics.noop.NoopMetricsSystem;
import org.apache.calcite.avatica.remote.Handler.HandlerResponse;
import org.apache.calcite.avatica.remote.JsonHandler;
import org.apache.calcite.avatica.remote.ProtobufHandler;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The HTTP handler of Avatica: one POST per request, in JSON or Protocol Buffers, answered alike.
 *
 * <p>Thread-safe.
 */
final class AvaticaEndpoint extends Handler.Abstract {
  /** Largest request body: a statement with its request around it. */
  static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

  private final Authenticator authenticator;
  private final Caller caller;
  private final JsonHandler json;
  private final ProtobufHandler protobuf;

  AvaticaEndpoint(Service service, Authenticator authenticator, Caller caller) {
    this.authenticator = authenticator;
    this.caller = caller;
    this.json = new Json(service);
    this.protobuf = new Protobuf(service);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String principal;
    try {
      principal = authenticator.authenticate(request.getHeaders()::get);
    } catch (StrakeException e) {
      challenge(response);
      write(response, callback, HttpStatus.UNAUTHORIZED_401, "text/plain", text(e));
      return true;
    }
    if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, HttpMethod.POST.asString());
      write(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "text/plain", new byte[0]);
      return true;
    }
    byte[] body = read(request);
    if (body.length > MAX_REQUEST_BYTES) {
      StrakeException tooLarge =
          StrakeException.of(
              ErrorCode.LIMIT_EXCEEDED,
              "avatica: a request has more than %d bytes; send a shorter statement",
              MAX_REQUEST_BYTES);
      write(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, "text/plain", text(tooLarge));
      return true;
    }
    answer(principal, new ClientWatch(request), body, response, callback);
    return true;
  }

  private void answer(
      String principal, ClientWatch client, byte[] body, Response response, Callback callback) {
    // Clients send both formats as octet-stream; a message of Protocol Buffers never starts so.
    if (body.length > 0 && body[0] == '{') {
      String request = new String(body, StandardCharsets.UTF_8);
      HandlerResponse<String> answer = caller.call(principal, client, () -> json.apply(request));
      byte[] bytes = answer.getResponse().getBytes(StandardCharsets.UTF_8);
      write(response, callback, answer.getStatusCode(), "application/json", bytes);
    } else {
      HandlerResponse<byte[]> answer = caller.call(principal, client, () -> protobuf.apply(body));
      write(
          response,
          callback,
          answer.getStatusCode(),
          "application/x-google-protobuf",
          answer.getResponse());
    }
  }

  private static byte[] read(Request request) throws IOException {
    try (InputStream in = Content.Source.asInputStream(request)) {
      return in.readNBytes(MAX_REQUEST_BYTES + 1);
    }
  }

  private static void challenge(Response response) {
    response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"strake\"");
    response.getHeaders().add(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"strake\"");
  }

  private static void write(
      Response response, Callback callback, int status, String type, byte[] body) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.write(true, ByteBuffer.wrap(body), callback);
  }

  private static byte[] text(StrakeException failure) {
    return Failures.line(failure).getBytes(StandardCharsets.UTF_8);
  }

  /** Requests in JSON, with our errors. */
  private static final class Json extends JsonHandler {
    private Json(Service service) {
      super(service, NoopMetricsSystem.getInstance());
    }

    @Override
    public HandlerResponse<String> apply(String request) {
      try {
        return super.apply(request);
      } catch (Error e) { // such as a stack overflow by deeply nested text
        return super.convertToErrorResponse(AvaticaErrors.toAvatica(e));
      }
    }

    @Override
    public HandlerResponse<String> convertToErrorResponse(Exception failure) {
      return super.convertToErrorResponse(AvaticaErrors.toAvatica(failure));
    }
  }

  /** Requests in Protocol Buffers, with our errors. */
  private static final class Protobuf extends ProtobufHandler {
    private Protobuf(Service service) {
      super(service, new ProtobufTranslationImpl(), NoopMetricsSystem.getInstance());
    }

    @Override
    public HandlerResponse<byte[]> apply(byte[] request) {
      try {
        return super.apply(request);
      } catch (Error e) { // such as a stack overflow by a deeply nested statement
        return super.convertToErrorResponse(AvaticaErrors.toAvatica(e));
      }
    }

    @Override
    public HandlerResponse<byte[]> convertToErrorResponse(Exception failure) {
      return super.convertToErrorResponse(AvaticaErrors.toAvatica(failure));
    }
  }
}

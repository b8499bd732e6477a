/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A forwarder of requests to an S3 server that answers some itself, cuts answers off or breaks
 * connections, as a test asks for. Every connection carries one request.
 */
final class FaultProxy implements AutoCloseable {
  /** What happens to a request. */
  interface Answer {
    void give(FaultProxy proxy, String head, Socket client) throws IOException;
  }

  static final Answer FORWARD =
      (proxy, head, client) -> client.getOutputStream().write(proxy.upstream(head));

  /** The connection is reset before there is any answer. */
  static final Answer DROP = (proxy, head, client) -> client.setSoLinger(true, 0);

  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private final ServerSocket server;
  private final String scheme;
  private final URI target;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Answer> script = head -> FORWARD;

  FaultProxy(String target) throws IOException {
    this(target, "http", new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  FaultProxy(String target, SSLContext context) throws IOException {
    this(
        target,
        "https",
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
  }

  private FaultProxy(String target, String scheme, ServerSocket server) {
    this.target = URI.create(target);
    this.scheme = scheme;
    this.server = server;
    start(this::accept);
  }

  String endpoint() {
    return scheme + "://127.0.0.1:" + server.getLocalPort();
  }

  /** Decides on every request from now on by its head, and forgets the requests so far. */
  void script(Function<String, Answer> newScript) {
    requests.clear();
    script = newScript;
  }

  /** Gives these answers, one after the other, and then forwards. */
  void answers(Answer... answers) {
    List<Answer> left = new CopyOnWriteArrayList<>(answers);
    script(
        head -> {
          synchronized (left) {
            return left.isEmpty() ? FORWARD : left.remove(0);
          }
        });
  }

  /** Returns the heads of the requests since the last script. */
  List<String> requests() {
    return requests;
  }

  /** Returns the value of a header of a request; empty if it has none. */
  static String header(String head, String name) {
    Matcher matcher = Pattern.compile("(?im)^" + name + ": *(.*)$").matcher(head);
    return matcher.find() ? matcher.group(1).trim() : "";
  }

  /** An error as S3 writes it. */
  static Answer error(int status, String code, String... headers) {
    String body =
        "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>no</Message></Error>";
    return text(status, "application/xml", body, headers);
  }

  static Answer text(int status, String type, String body, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String answer =
        "HTTP/1.1 %d Status\r\nContent-Type: %s\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s"
            .formatted(status, type, body.length(), lines, body);
    return (proxy, head, client) ->
        client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** Only so many bytes of the body arrive, and then the connection ends. */
  static Answer cutAfter(int bytes) {
    return (proxy, head, client) -> proxy.cut(head, client, bytes);
  }

  /** Only so many bytes of the body arrive, and then the connection is reset. */
  static Answer resetAfter(int bytes) {
    return (proxy, head, client) -> {
      proxy.cut(head, client, bytes);
      client.getOutputStream().flush();
      sleep(); // what has been sent but not read would be lost with the reset
      client.setSoLinger(true, 0);
    };
  }

  private void cut(String head, Socket client, int bytes) throws IOException {
    byte[] answer = upstream(head);
    int body = 0;
    while (!Arrays.equals(Arrays.copyOfRange(answer, body, body + 4), END_OF_HEAD)) {
      body++;
    }
    client.getOutputStream().write(answer, 0, Math.min(answer.length, body + 4 + bytes));
  }

  private byte[] upstream(String head) throws IOException {
    try (Socket upstream = new Socket(target.getHost(), target.getPort())) {
      String closing = head.replaceFirst("(?i)connection: keep-alive", "Connection: close");
      upstream.getOutputStream().write(closing.getBytes(StandardCharsets.ISO_8859_1));
      return upstream.getInputStream().readAllBytes();
    }
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket client = server.accept();
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    try (client) {
      String head = head(client.getInputStream());
      if (!head.isEmpty()) {
        requests.add(head);
        script.apply(head).give(this, head, client);
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int matched = 0; matched < 4; ) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
      matched = next == END_OF_HEAD[matched] ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  /** Work that ends with an exception when its socket is closed. */
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // the other side is gone, which is how these threads end
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits long enough for the other side to notice what has happened. */
  static void sleep() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A forwarder of requests without a body, which refuses some, cuts answers off or hangs. */
final class FaultyProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final URI target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CountDownLatch hung = new CountDownLatch(1);
  private volatile Function<String, Fault> faults = head -> Fault.NONE;

  FaultyProxy(String target) throws IOException {
    this.target = URI.create(target);
    start(this::accept);
  }

  /**
   * What happens to a request.
   *
   * @param answer what is answered instead of forwarding; empty to forward
   * @param bytes bytes of the body of the server's answer after which the connection breaks
   * @param hangs whether nothing is answered
   */
  record Fault(String answer, int bytes, boolean hangs) {
    static final Fault NONE = new Fault("", Integer.MAX_VALUE, false);
    static final Fault HANG = new Fault("", 0, true);

    static Fault status(String status, String code) {
      String body = "<Error><Code>" + code + "</Code><Message>so it is</Message></Error>";
      return new Fault(
          "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
              .formatted(status, body.length(), body),
          0,
          false);
    }

    static Fault cut(int bytes) {
      return new Fault("", bytes, false);
    }
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Sets what happens to requests from now on, by their heads. */
  void faults(Function<String, Fault> byHead) {
    faults = byHead;
  }

  /** Returns the heads of the requests so far. */
  List<String> requests() {
    return requests;
  }

  void awaitHang() {
    try {
      if (!hung.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no request came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket client = server.accept();
      sockets.add(client);
      start(() -> serve(client));
    }
  }

  private void serve(Socket client) throws IOException {
    String head = head(client.getInputStream());
    requests.add(head);
    Fault fault = faults.apply(head);
    if (fault.hangs()) {
      hung.countDown();
      return;
    }
    try (client) {
      if (!fault.answer().isEmpty()) {
        client.getOutputStream().write(fault.answer().getBytes(StandardCharsets.ISO_8859_1));
        return;
      }
      forward(client, head, fault.bytes());
    }
  }

  /** The server closes after its answer, which therefore needs no parser. */
  private void forward(Socket client, String head, int limit) throws IOException {
    try (Socket upstream = new Socket(target.getHost(), target.getPort())) {
      String once = head.replaceFirst("\r\n", "\r\nConnection: close\r\n");
      upstream.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
      byte[] bytes = new byte[8192];
      int left = limit;
      InputStream in = upstream.getInputStream();
      client.getOutputStream().write(head(in).getBytes(StandardCharsets.ISO_8859_1));
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        client.getOutputStream().write(bytes, 0, Math.min(n, left));
        if (n >= left) {
          return;
        }
        left -= n;
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      head.write(next);
      matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
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
                // the socket was closed, which is how these threads end
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

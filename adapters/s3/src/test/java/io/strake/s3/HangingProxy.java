/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A forwarder of TCP connections that can stop forwarding answers. */
final class HangingProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final URI target;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch request = new CountDownLatch(1);
  private volatile boolean hangs;

  HangingProxy(String target) throws IOException {
    this.target = URI.create(target);
    start(this::accept);
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  void hang() {
    hangs = true;
  }

  void awaitRequest() {
    try {
      if (!request.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("no request came");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void accept() throws IOException {
    while (!server.isClosed()) {
      Socket client = server.accept();
      Socket upstream = new Socket(target.getHost(), target.getPort());
      sockets.addAll(List.of(client, upstream));
      start(() -> forward(client, upstream, true));
      start(() -> forward(upstream, client, false));
    }
  }

  private void forward(Socket from, Socket to, boolean isRequest) throws IOException {
    byte[] bytes = new byte[8192];
    for (int n = from.getInputStream().read(bytes); n >= 0; n = from.getInputStream().read(bytes)) {
      if (hangs && isRequest) {
        request.countDown();
      } else {
        to.getOutputStream().write(bytes, 0, n);
      }
    }
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

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A wire to a server on this machine that can be cut, as the operating system cuts those of a
 * client that is killed. Thread-safe.
 */
public final class CutWire implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();

  /** Lays a wire to a port. */
  public CutWire(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Returns the port that leads to the server. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection at both ends, neither of which says goodbye, and lets no other begin. */
  @Override
  public void close() throws IOException {
    listener.close(); // HTTP clients that lost a connection try again
    for (Socket end : ends) {
      end.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        ends.add(client);
        ends.add(server);
        start(() -> pump(client, server));
        start(() -> pump(server, client));
      }
    } catch (IOException e) {
      // the listener was closed
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // it was cut
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cut-wire");
    thread.setDaemon(true);
    thread.start();
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A wire to a server on this machine that can be cut, as the operating system cuts those of a
 * client that is killed. Thread-safe.
 */
public final class CutWire implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;

  @GuardedBy("this")
  private final List<Socket> ends = new ArrayList<>();

  @GuardedBy("this")
  private boolean cut;

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
  public synchronized void close() throws IOException {
    cut = true; // HTTP clients that lost a connection try again
    listener.close();
    for (Socket end : ends) {
      end.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        join(listener.accept());
      }
    } catch (IOException e) {
      // the listener was closed
    }
  }

  /** Joins a client to the server, unless the listener let it in while it was being closed. */
  private synchronized void join(Socket client) throws IOException {
    ends.add(client);
    if (cut) {
      client.close();
      return;
    }
    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
    ends.add(server);
    start(() -> pump(client, server));
    start(() -> pump(server, client));
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

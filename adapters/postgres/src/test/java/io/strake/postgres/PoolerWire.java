/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A wire to a server that gives clients a key for cancel requests of its own, as poolers do. It has
 * no TLS. Thread-safe.
 */
final class PoolerWire implements AutoCloseable {
  private static final int CANCEL_KEY = 'K';
  private static final int READY = 'Z';

  private final ServerSocket listener;
  private final int target;

  PoolerWire(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
      start(() -> client.getInputStream().transferTo(server.getOutputStream()));
      start(() -> answer(server, client));
    }
  }

  private static void answer(Socket server, Socket client) throws IOException {
    try (server;
        client) {
      DataInputStream in = new DataInputStream(server.getInputStream());
      DataOutputStream out = new DataOutputStream(client.getOutputStream());
      int type;
      do {
        type = in.readUnsignedByte();
        byte[] body = new byte[in.readInt() - Integer.BYTES];
        in.readFully(body);
        if (type == CANCEL_KEY) {
          body[Integer.BYTES - 1]++; // the number of the process comes first
        }
        out.writeByte(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body);
      } while (type != READY);
      in.transferTo(out);
    }
  }

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
                // one of them has closed its end
              }
            },
            "pooler-wire");
    thread.setDaemon(true);
    thread.start();
  }
}

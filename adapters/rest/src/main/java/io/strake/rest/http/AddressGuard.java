/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import com.google.common.net.InetAddresses;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import javax.net.SocketFactory;

/**
 * Factory of sockets that connect to addresses of the public internet only.
 *
 * <p>The address is looked at when the socket connects to it, so a name that resolves to something
 * else the second time (DNS rebinding) cannot get past. Thread-safe.
 */
final class AddressGuard extends SocketFactory {
  private static final int IPV4_BYTES = 4;

  /** Prefix of IPv4 addresses that a translator makes reachable over IPv6, RFC 6052. */
  private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

  /** Failure to connect to an address that is not public. */
  static final class RefusedException extends IOException {
    private final String address;

    RefusedException(String address) {
      super("not a public address: " + address);
      this.address = address;
    }

    String address() {
      return address;
    }
  }

  /** Returns whether an address is one of the public internet. */
  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress() // includes the metadata services of the clouds
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return address instanceof Inet6Address v6 ? isPublic(v6) : isPublic(address.getAddress());
  }

  private static boolean isPublic(Inet6Address address) {
    byte[] bytes = address.getAddress();
    if (Arrays.equals(bytes, 0, NAT64.length, NAT64, 0, NAT64.length)) {
      return isPublicV4(Arrays.copyOfRange(bytes, NAT64.length, bytes.length));
    }
    // Blocks beside 2000::/3 are private, unassigned or carry IPv4 addresses in forms of their own
    boolean globalUnicast = (bytes[0] & 0xe0) == 0x20;
    if (!globalUnicast || InetAddresses.isIsatapAddress(address)) {
      return false;
    }
    return !InetAddresses.hasEmbeddedIPv4ClientAddress(address)
        || isPublicV4(InetAddresses.getEmbeddedIPv4ClientAddress(address).getAddress());
  }

  private static boolean isPublicV4(byte[] bytes) {
    try {
      Inet4Address address = (Inet4Address) InetAddress.getByAddress(bytes);
      return isPublic((InetAddress) address);
    } catch (UnknownHostException e) {
      throw new AssertionError("an IPv4 address has " + IPV4_BYTES + " bytes", e);
    }
  }

  /** The blocks of IPv4 that RFC 6890 takes from the public ones and Java has no question for. */
  private static boolean isPublic(byte[] v4) {
    int first = v4[0] & 0xff;
    int second = v4[1] & 0xff;
    return first != 0
        && first < 240
        && !(first == 100 && (second & 0xc0) == 64) // shared by carriers
        && !(first == 192 && second == 0 && v4[2] == 0)
        && !(first == 198 && (second & 0xfe) == 18);
  }

  @Override
  public Socket createSocket() {
    return new GuardedSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    Socket socket = new GuardedSocket();
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    Socket socket = new GuardedSocket();
    socket.bind(new InetSocketAddress(localHost, localPort));
    socket.connect(new InetSocketAddress(host, port));
    return socket;
  }

  private static final class GuardedSocket extends Socket {
    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      InetAddress address = ((InetSocketAddress) endpoint).getAddress();
      if (address != null && !isPublic(address)) {
        close();
        throw new RefusedException(address.getHostAddress());
      }
      super.connect(endpoint, timeout);
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses count as public, and that no socket connects to the others. */
final class AddressGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b::c000:8",
        "64:ff9b:1::808:808",
        "64:ff9b:1:a00:1::",
        "64:ff9b:0:0:0:1:808:808",
        "::ffff:0:a00:1",
        "::ffff:0:808:808",
        "::808:808",
        "2002:7f00:1::",
        "2001:0:808:808:0:0:f5ff:fffe",
        "2606:4700::5efe:a00:1",
        "2606:4700::5efe:808:808",
        "2606:4700::200:5efe:a00:1",
        "100::1",
        "5f00::1",
        "4000::1"
      })
  void refusesWhatIsNotPublic(String address) throws UnknownHostException {
    assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "198.17.0.1",
        "198.20.0.1",
        "223.255.255.255",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
        "2a00:1450:4001:80b::200e",
        "3fff:f000::1"
      })
  void acceptsWhatIsPublic(String address) throws UnknownHostException {
    assertThat(AddressGuard.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @Test
  void neverConnectsASocketToAPrivateAddress() throws IOException {
    AddressGuard guard = new AddressGuard();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = guard.createSocket()) {
      InetSocketAddress local = (InetSocketAddress) server.getLocalSocketAddress();

      assertThatThrownBy(() -> socket.connect(local))
          .isInstanceOf(AddressGuard.RefusedException.class);
      assertThatThrownBy(() -> guard.createSocket(local.getAddress(), local.getPort()))
          .isInstanceOf(AddressGuard.RefusedException.class);
      assertThatThrownBy(() -> guard.createSocket("localhost", local.getPort()))
          .isInstanceOf(AddressGuard.RefusedException.class);
    }
  }
}

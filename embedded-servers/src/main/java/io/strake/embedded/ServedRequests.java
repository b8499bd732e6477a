/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.embedded;

/**
 * Requests that a server has answered.
 *
 * @param lists number of LIST requests
 * @param gets number of GET requests of objects
 * @param bytes bytes of the bodies that were asked for by GET
 */
public record ServedRequests(long lists, long gets, long bytes) {
  /** Returns the requests since an earlier moment. */
  public ServedRequests since(ServedRequests earlier) {
    return new ServedRequests(lists - earlier.lists, gets - earlier.gets, bytes - earlier.bytes);
  }
}

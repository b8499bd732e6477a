/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import com.google.common.hash.Hashing;
import io.strake.planner.Operands;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.Request;

/** Headers that every request of a source carries for its buckets and objects. Immutable. */
public final class ObjectHeaders {
  private static final int KEY_BYTES = 32;
  private static final String SSE_PREFIX = "x-amz-server-side-encryption-customer-";

  private final boolean requesterPays;
  private final Map<String, String> encryption;

  private ObjectHeaders(boolean requesterPays, Map<String, String> encryption) {
    this.requesterPays = requesterPays;
    this.encryption = Map.copyOf(encryption);
  }

  /** Reads the operands {@code requesterPays} and {@code sseCustomerKey}. */
  static ObjectHeaders fromOperands(Operands operands, boolean isKeySafe) {
    Optional<String> key = operands.text("sseCustomerKey");
    if (key.isPresent() && !isKeySafe) {
      throw operands.malformed("sseCustomerKey", "left out unless the endpoint has https");
    }
    return new ObjectHeaders(
        operands.flag("requesterPays", false),
        key.map(text -> encryption(operands, text)).orElse(Map.of()));
  }

  /** Returns whether objects are encrypted with a key of the customer. */
  boolean isEncrypting() {
    return !encryption.isEmpty();
  }

  /** Returns whether a request asks for a listing and not for an object. */
  static boolean isListing(Request request) {
    return request.url().queryParameter("list-type") != null;
  }

  /** Returns a request with these headers. */
  Request addTo(Request request) {
    Request.Builder builder = request.newBuilder();
    if (requesterPays) {
      builder.header("x-amz-request-payer", "requester");
    }
    if (!isListing(request)) { // stores refuse the key where nothing is encrypted
      encryption.forEach(builder::header);
    }
    return builder.build();
  }

  /** Returns the settings without the key. */
  @Override
  public String toString() {
    return "ObjectHeaders[requesterPays="
        + requesterPays
        + ", customerKey="
        + !encryption.isEmpty()
        + "]";
  }

  @SuppressWarnings("deprecation") // MD5 is what the protocol wants, to find errors of transfer
  private static Map<String, String> encryption(Operands operands, String text) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.trim());
    } catch (IllegalArgumentException e) {
      key = new byte[0];
    }
    if (key.length != KEY_BYTES) {
      throw operands.malformed("sseCustomerKey", "32 bytes in base64");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(SSE_PREFIX + "algorithm", "AES256");
    headers.put(SSE_PREFIX + "key", Base64.getEncoder().encodeToString(key));
    headers.put(
        SSE_PREFIX + "key-md5",
        Base64.getEncoder().encodeToString(Hashing.md5().hashBytes(key).asBytes()));
    return headers;
  }
}

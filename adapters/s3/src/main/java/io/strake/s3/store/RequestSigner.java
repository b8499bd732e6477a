/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Signer of requests without a body by AWS Signature Version 4. Thread-safe.
 *
 * <p>The key of a day is derived once. See <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html">the
 * specification</a>.
 */
final class RequestSigner {
  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final String HMAC = "HmacSHA256";
  private static final String NO_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  /** Headers that proxies and the client itself change. */
  private static final Set<String> UNSIGNED =
      Set.of("accept-encoding", "authorization", "user-agent");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int DAY_CHARACTERS = 8;
  private static final HexFormat HEX = HexFormat.of();

  private final String region;
  private volatile DayKey last = new DayKey("", "", new byte[0]);

  /** The key for the requests of a day. */
  private record DayKey(String secret, String day, byte[] key) {}

  RequestSigner(String region) {
    this.region = region;
  }

  /**
   * Returns a request with its signature.
   *
   * @param request request with all headers that are to be sent, also {@code Host}
   * @param now time of the request
   */
  Request sign(Request request, Credentials credentials, Instant now) {
    String time = TIME.format(now);
    Request.Builder builder =
        request.newBuilder().header("x-amz-date", time).header("x-amz-content-sha256", NO_BODY);
    if (credentials.sessionToken() != null) {
      builder.header("x-amz-security-token", credentials.sessionToken());
    }
    Request complete = builder.build();
    Map<String, String> headers = signedHeaders(complete);
    String names = String.join(";", headers.keySet());
    String day = time.substring(0, DAY_CHARACTERS);
    String scope = day + "/" + region + "/s3/aws4_request";
    String text = text(complete, headers, names);
    String signed = ALGORITHM + "\n" + time + "\n" + scope + "\n" + HEX.formatHex(sha256(text));
    String signature = HEX.formatHex(hmac(key(credentials.secretKey(), day), signed));
    return builder
        .header(
            "Authorization",
            ALGORITHM
                + " Credential="
                + credentials.accessKey()
                + "/"
                + scope
                + ", SignedHeaders="
                + names
                + ", Signature="
                + signature)
        .build();
  }

  private static Map<String, String> signedHeaders(Request request) {
    Map<String, String> headers = new TreeMap<>();
    for (int i = 0; i < request.headers().size(); i++) {
      String name = request.headers().name(i).toLowerCase(Locale.ROOT);
      if (!UNSIGNED.contains(name)) {
        headers.merge(name, request.headers().value(i).trim(), (one, other) -> one + "," + other);
      }
    }
    return headers;
  }

  /** Returns the canonical form of a request. */
  private static String text(Request request, Map<String, String> headers, String names) {
    StringBuilder text = new StringBuilder(request.method()).append('\n');
    text.append(request.url().encodedPath()).append('\n');
    text.append(query(request.url())).append('\n');
    headers.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    return text.append('\n').append(names).append('\n').append(NO_BODY).toString();
  }

  private static String query(HttpUrl url) {
    String query = url.encodedQuery();
    if (query == null || query.isEmpty()) {
      return "";
    }
    String[] parameters = query.split("&", -1);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = parameters[i].contains("=") ? parameters[i] : parameters[i] + "=";
    }
    // the equals sign stands before and behind other characters; names alone decide the order
    Arrays.sort(parameters, (one, other) -> name(one).compareTo(name(other)));
    return String.join("&", parameters);
  }

  private static String name(String parameter) {
    return parameter.substring(0, parameter.indexOf('='));
  }

  private byte[] key(String secret, String day) {
    DayKey known = last;
    if (!known.day().equals(day) || !known.secret().equals(secret)) {
      byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), day);
      key = hmac(hmac(hmac(key, region), "s3"), "aws4_request");
      known = new DayKey(secret, day, key);
      last = known;
    }
    return known.key();
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HMAC with SHA-256", e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

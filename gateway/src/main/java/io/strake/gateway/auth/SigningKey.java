/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.auth;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that signs handles and tickets, with HMAC-SHA256.
 *
 * <p>Replicas that share it accept each other's tickets. Immutable and thread-safe.
 */
public final class SigningKey {
  /** Environment variable that holds the key; a random one is made without it. */
  public static final String VARIABLE = "STRAKE_SIGNING_KEY";

  /** Bytes of a signature. */
  public static final int SIGNATURE_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_LENGTH = 16;

  private final SecretKeySpec key;

  private SigningKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** Returns a new key, good for this process only. */
  public static SigningKey random() {
    byte[] bytes = new byte[SIGNATURE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SigningKey(bytes);
  }

  /**
   * Returns the key made from a text.
   *
   * @throws StrakeException with {@code INVALID_CONFIGURATION} if it is shorter than 16 characters
   */
  public static SigningKey of(String text) {
    if (text.length() < MIN_LENGTH) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "gateway: %s of %d characters is too short; use at least %d",
          VARIABLE,
          text.length(),
          MIN_LENGTH);
    }
    return new SigningKey(Authenticator.digest(text));
  }

  /** Returns the key in {@value #VARIABLE}, a random one if it is not set. */
  public static SigningKey fromEnvironment(Map<String, String> environment) {
    String text = environment.get(VARIABLE);
    return text == null || text.isBlank() ? random() : of(text);
  }

  /** Returns the signature of the first bytes of an array. */
  public byte[] sign(byte[] content, int length) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(content, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  /** Returns whether a signature belongs to the first bytes of an array; in constant time. */
  public boolean isSignedBy(byte[] content, int length, byte[] signature) {
    return MessageDigest.isEqual(sign(content, length), signature);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import io.strake.planner.Operands;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the credentials of an object store come from. Immutable.
 *
 * @param kind where
 * @param accessKey access key of {@link Kind#STATIC}
 * @param secretKey secret of {@code accessKey}; left out of {@link #toString()}
 * @param sessionToken token of temporary keys; left out of {@link #toString()}
 * @param profile section of the shared credentials file; {@code default} if empty
 * @param instanceEndpoint address of the service that tells an instance its credentials; that of
 *     the cloud if empty
 * @param role role that is assumed with these credentials
 */
public record S3Credentials(
    Kind kind,
    Optional<String> accessKey,
    Optional<String> secretKey,
    Optional<String> sessionToken,
    Optional<String> profile,
    Optional<String> instanceEndpoint,
    Optional<Role> role) {
  /** Origin of credentials. */
  public enum Kind {
    /** Requests are not signed. */
    ANONYMOUS,
    /** Keys of the model. */
    STATIC,
    /** Environment variables {@code AWS_ACCESS_KEY_ID} and so on. */
    ENVIRONMENT,
    /** The shared credentials file. */
    PROFILE,
    /** The service of a container or an instance, or a web identity token in a file. */
    INSTANCE,
    /** Environment, profile and instance, the first that has any. */
    CHAIN;

    static Optional<Kind> named(String text) {
      return Arrays.stream(values())
          .filter(kind -> kind.name().equals(text.toUpperCase(Locale.ROOT)))
          .findFirst();
    }
  }

  /**
   * A role that is assumed.
   *
   * @param stsEndpoint address of the token service
   * @param arn role
   * @param sessionName name of the session
   * @param externalId external identifier that the role demands
   */
  public record Role(
      String stsEndpoint, String arn, Optional<String> sessionName, Optional<String> externalId) {}

  /**
   * Reads the operands of a schema.
   *
   * @throws io.strake.planner.StrakeException if an operand is missing or malformed
   */
  static S3Credentials fromOperands(Operands operands) {
    Optional<String> accessKey = operands.text("accessKey");
    Optional<String> secretKey = operands.text("secretKey");
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw operands.malformed(
          accessKey.isPresent() ? "secretKey" : "accessKey",
          "given together with its counterpart, or both left out");
    }
    Kind otherwise = accessKey.isPresent() ? Kind.STATIC : Kind.ANONYMOUS;
    Kind kind = kind(operands, otherwise);
    if ((kind == Kind.STATIC) != accessKey.isPresent()) {
      throw operands.malformed("credentials", "static with accessKey, something else without");
    }
    return new S3Credentials(
        kind,
        accessKey,
        secretKey,
        operands.text("sessionToken"),
        operands.text("profile"),
        operands.text("instanceEndpoint"),
        role(operands, kind));
  }

  private static Kind kind(Operands operands, Kind otherwise) {
    Optional<String> text = operands.text("credentials");
    return text.isEmpty()
        ? otherwise
        : Kind.named(text.get())
            .orElseThrow(
                () ->
                    operands.malformed(
                        "credentials",
                        "one of "
                            + Arrays.stream(Kind.values())
                                .map(known -> known.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
  }

  private static Optional<Role> role(Operands operands, Kind kind) {
    Optional<String> arn = operands.text("roleArn");
    Optional<String> sts = operands.text("stsEndpoint");
    Optional<String> sessionName = operands.text("roleSessionName");
    Optional<String> externalId = operands.text("externalId");
    if (arn.isEmpty()) {
      return Optional.empty();
    } else if (kind == Kind.ANONYMOUS) {
      throw operands.malformed("roleArn", "given together with credentials that may assume it");
    }
    return Optional.of(
        new Role(sts.orElse("https://sts.amazonaws.com"), arn.get(), sessionName, externalId));
  }

  /** Returns the kind alone. */
  @Override
  public String toString() {
    return "S3Credentials[" + kind + "]";
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.minio.credentials.Credentials;
import io.strake.planner.Operands;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the credentials of a source come from. Immutable.
 *
 * @param kind their place
 * @param keys the keys themselves, if they are static; left out of {@link #toString()}
 * @param profile section of the shared credentials file, if the model names one
 * @param role role to take on with them
 * @param stsEndpoint address of the security token service; that of the region by default
 */
public record S3Credentials(
    CredentialKind kind,
    Optional<Credentials> keys,
    Optional<String> profile,
    Optional<AssumedRole> role,
    Optional<String> stsEndpoint) {

  /** Reads the operands of a schema that describe the credentials. */
  static S3Credentials fromOperands(Operands operands) {
    Optional<Credentials> keys = keys(operands);
    CredentialKind kind = kind(operands, keys.isPresent());
    Optional<String> profile = operands.text("profile");
    if (profile.isPresent() && kind != CredentialKind.PROFILE && kind != CredentialKind.CHAIN) {
      throw operands.malformed(
          "profile", "left out unless operand credentials is profile or chain");
    }
    Optional<AssumedRole> role = AssumedRole.fromOperands(operands);
    if (role.isPresent() && kind == CredentialKind.ANONYMOUS) {
      throw operands.malformed("roleArn", "given together with operand credentials or with keys");
    }
    return new S3Credentials(
        kind,
        keys,
        profile,
        role,
        operands
            .text("stsEndpoint")
            .map(text -> S3Connection.address(operands, "stsEndpoint", text)));
  }

  /** Returns who asks, as far as the model tells, without secrets. */
  String identity() {
    return String.join(
        "\n",
        kind.name(),
        keys.map(Credentials::accessKey).orElse(""),
        profile.orElse(""),
        role.map(AssumedRole::arn).orElse(""));
  }

  /** Returns what has to be checked or renewed if the store refuses the credentials. */
  String remedy() {
    return role.isPresent()
        ? kind.remedy() + ", and role '" + role.get().arn() + "'"
        : kind.remedy();
  }

  /** Returns the settings without the keys. */
  @Override
  public String toString() {
    return "S3Credentials[" + kind.operand() + "]";
  }

  private static Optional<Credentials> keys(Operands operands) {
    Optional<String> accessKey = operands.text("accessKey");
    Optional<String> secretKey = operands.text("secretKey");
    Optional<String> sessionToken = operands.text("sessionToken");
    if (accessKey.isPresent() != secretKey.isPresent()) {
      throw operands.malformed(
          accessKey.isPresent() ? "secretKey" : "accessKey",
          "given together with its counterpart, or both left out for unsigned requests");
    }
    if (accessKey.isEmpty()) {
      if (sessionToken.isPresent()) {
        throw operands.malformed("accessKey", "given together with sessionToken");
      }
      return Optional.empty();
    }
    if (accessKey.get().isBlank() || secretKey.get().isBlank()) {
      throw operands.malformed(
          accessKey.get().isBlank() ? "accessKey" : "secretKey", "a text that is not blank");
    }
    return Optional.of(
        new Credentials(accessKey.get(), secretKey.get(), sessionToken.orElse(null), null));
  }

  private static CredentialKind kind(Operands operands, boolean hasKeys) {
    Optional<String> text = operands.text("credentials");
    if (text.isEmpty()) {
      return hasKeys ? CredentialKind.STATIC : CredentialKind.ANONYMOUS;
    }
    CredentialKind kind =
        Arrays.stream(CredentialKind.values())
            .filter(candidate -> candidate.operand().equals(text.get().trim()))
            .findFirst()
            .orElseThrow(
                () -> operands.malformed("credentials", "one of " + CredentialKind.operands()));
    if (hasKeys != (kind == CredentialKind.STATIC)) {
      throw operands.malformed(
          "credentials",
          hasKeys ? "static if there is an accessKey" : "given together with an accessKey");
    }
    return kind;
  }
}

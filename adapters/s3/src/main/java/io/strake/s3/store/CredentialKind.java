/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Place from which credentials come. */
public enum CredentialKind {
  /** Keys that stand in the model, or to which it refers. */
  STATIC("static", "operands accessKey, secretKey and sessionToken"),
  /** None: requests are not signed. */
  ANONYMOUS("anonymous", "operand credentials, since requests are not signed now"),
  /** Variables of the environment. */
  ENVIRONMENT("environment", "AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"),
  /** A section of the shared credentials file. */
  PROFILE("profile", "the profile in the shared credentials file"),
  /** A token in a file, which a security token service exchanges. */
  WEB_IDENTITY(
      "webIdentity", "the token in AWS_WEB_IDENTITY_TOKEN_FILE and the role in AWS_ROLE_ARN"),
  /** The container or the virtual machine that this process runs in. */
  INSTANCE("instance", "the role of the container or instance"),
  /** The first of environment, profile, web identity and instance that has some. */
  CHAIN("chain", "the environment, the profile, the web identity or the role of the instance");

  private final String operand;
  private final String remedy;

  CredentialKind(String operand, String remedy) {
    this.operand = operand;
    this.remedy = remedy;
  }

  /** Returns how the model writes it. */
  String operand() {
    return operand;
  }

  /** Returns what has to be checked or renewed if the store refuses the credentials. */
  String remedy() {
    return remedy;
  }

  /** Returns how the model writes all of them. */
  static String operands() {
    return Arrays.stream(values()).map(CredentialKind::operand).collect(Collectors.joining(", "));
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.store;

import io.strake.planner.Operands;
import java.util.Optional;

/**
 * A role that a source takes on with the credentials that it has. Immutable.
 *
 * @param arn name of the role
 * @param sessionName name that the log of the store shows; {@code strake} by default
 * @param externalId what the owner of the role asks for in addition
 */
public record AssumedRole(String arn, String sessionName, Optional<String> externalId) {
  private static final String DEFAULT_SESSION_NAME = "strake";

  /** Reads the operands that begin with {@code role}; empty if no role is given. */
  static Optional<AssumedRole> fromOperands(Operands operands) {
    Optional<String> arn = operands.text("roleArn").filter(text -> !text.isBlank());
    Optional<String> sessionName = operands.text("roleSessionName");
    Optional<String> externalId = operands.text("externalId");
    if (arn.isEmpty() && (sessionName.isPresent() || externalId.isPresent())) {
      throw operands.malformed("roleArn", "given together with roleSessionName and externalId");
    }
    if (sessionName.filter(name -> !name.matches("[\\w+=,.@-]{2,64}")).isPresent()) {
      throw operands.malformed("roleSessionName", "2 to 64 letters, digits and + = , . @ - _");
    }
    if (externalId.filter(id -> !id.matches("[\\w+=,.@:/-]{2,1224}")).isPresent()) {
      throw operands.malformed("externalId", "2 to 1224 letters, digits and + = , . @ : / - _");
    }
    return arn.map(
        name -> new AssumedRole(name, sessionName.orElse(DEFAULT_SESSION_NAME), externalId));
  }
}

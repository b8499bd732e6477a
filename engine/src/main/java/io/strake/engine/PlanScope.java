/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.Optional;

/**
 * What a plan depends on besides the statement.
 *
 * @param schemaVersion version of the model's schemas
 * @param policy name of the policies that are woven into plans; plans are shared by all clients
 *     with the same. Without policies there is but one
 * @param defaultSchema schema of unqualified names; empty for the model's
 */
record PlanScope(long schemaVersion, String policy, Optional<String> defaultSchema) {
  private static final String NO_POLICY = "";

  /**
   * Time zone, timeout and row limit are put in when a plan runs, so it does not depend on them.
   */
  static PlanScope of(Session session, long schemaVersion) {
    return new PlanScope(schemaVersion, NO_POLICY, session.defaultSchema());
  }
}

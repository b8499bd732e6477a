/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.engine;

import java.util.List;

/** The sources of a model and how they fare. Thread-safe. */
public interface SourceRegistry {
  /** Asks every source now and returns what it said, in the order of the model. */
  List<SourceStatus> statuses();

  /**
   * State of a source.
   *
   * @param name schema in the model
   * @param kind kind of source, {@code calcite} if it is not one of ours
   * @param location where it is, without credentials; empty if unknown
   * @param available whether it can serve queries
   * @param message one line that says why not; empty if it can
   */
  record SourceStatus(
      String name, String kind, String location, boolean available, String message) {}
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest.plan;

import io.strake.rest.http.RestClient;
import io.strake.rest.scan.RequestSpec;
import org.apache.calcite.rel.RelNode;

/** Relational expression in a {@link RestConvention}: it is one request specification. */
public interface RestRel extends RelNode {
  /** Returns what is asked of the API. */
  RequestSpec request();

  /** Returns the name of the source, which is that of its schema. */
  String sourceName();

  /** Returns the client of the source. */
  RestClient client();
}

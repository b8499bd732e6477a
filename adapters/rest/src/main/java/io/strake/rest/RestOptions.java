/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.rest;

import io.strake.planner.Operands;
import io.strake.rest.model.ConnectionReader;
import io.strake.rest.model.ConnectionSpec;
import io.strake.rest.model.EndpointReader;
import io.strake.rest.model.EndpointSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings of one REST source, from the {@code operand} of its model entry.
 *
 * @param connection how to reach the API
 * @param endpoints the tables
 */
public record RestOptions(ConnectionSpec connection, List<EndpointSpec> endpoints) {
  /** Copies the endpoints. */
  public RestOptions {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * Returns the settings of a source; does no I/O but read the files that operands refer to.
   *
   * @throws io.strake.planner.StrakeException naming source, endpoint and key of an operand that is
   *     missing, unknown or malformed
   */
  public static RestOptions fromOperand(String sourceName, Map<String, ?> operand) {
    String source = "rest source '" + sourceName + "'";
    Operands operands = new Operands(source, operand);
    ConnectionSpec connection = ConnectionReader.read(operands);
    List<EndpointSpec> endpoints = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Operands element : operands.objects("endpoints")) {
      EndpointSpec endpoint = EndpointReader.read(source, element, connection.authentication());
      if (!names.add(endpoint.name())) {
        throw operands.malformed(
            "endpoints", "such that no name is used twice; '" + endpoint.name() + "' is");
      }
      endpoints.add(endpoint);
    }
    operands.rejectUnknown();
    if (endpoints.isEmpty()) {
      throw operands.malformed("endpoints", "a list of at least one endpoint");
    }
    return new RestOptions(connection, endpoints);
  }
}

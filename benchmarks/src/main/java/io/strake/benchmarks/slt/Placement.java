/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.benchmarks.slt;

import java.io.IOException;
import java.sql.SQLException;

/** Where the tables are that the engine reads. */
interface Placement extends AutoCloseable {
  /** Name of the schema of the tables in the models. */
  String SCHEMA = "slt";

  /**
   * Puts the present tables of a store there.
   *
   * @return the text of a model of one schema with these tables, which is the default
   */
  String place(Store store) throws SQLException, IOException;

  /** Stops what was started for it. */
  @Override
  void close();

  /** Returns a model of one schema. */
  static String model(String factory, String operand) {
    return """
        {
          "version": "1.0",
          "defaultSchema": "%s",
          "schemas": [
            {"name": "%s", "type": "custom", "factory": "%s", "operand": %s}
          ]
        }
        """
        .formatted(SCHEMA, SCHEMA, factory, operand);
  }
}

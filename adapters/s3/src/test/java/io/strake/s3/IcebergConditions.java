/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random conditions over {@code id, g, s, dec, flag, ts}, which Calcite and DuckDB understand. */
final class IcebergConditions {
  private IcebergConditions() {}

  static String random(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      List<String> parts = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(2); i++) {
        parts.add(random(random, depth - 1));
      }
      return "(" + String.join(random.nextBoolean() ? " and " : " or ", parts) + ")";
    }
    int number = random.nextInt(8000) - 500;
    String operator = List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    return switch (random.nextInt(8)) {
      case 0, 1 -> "\"id\" " + operator + " " + number;
      case 2 -> "\"g\" " + operator + " " + random.nextInt(11);
      case 3 -> "\"s\" " + operator + " 's" + random.nextInt(18) + "'";
      case 4 -> "\"dec\" " + operator + " " + number / 100.0;
      case 5 -> random.nextBoolean() ? "\"flag\"" : "not \"flag\"";
      case 6 -> "\"%s\" is %snull".formatted(random.nextBoolean() ? "g" : "s", not(random));
      default ->
          "\"ts\" "
              + operator
              + " timestamp '2026-01-01 00:00:%02d.%03d'"
                  .formatted(random.nextInt(12), random.nextInt(1000));
    };
  }

  private static String not(Random random) {
    return random.nextBoolean() ? "not " : "";
  }
}

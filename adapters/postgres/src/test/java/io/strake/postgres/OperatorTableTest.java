/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.strake.planner.sql.OperatorAllowList;
import io.strake.planner.sql.SqlAggregateCall;
import io.strake.planner.type.StrakeTypeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The tables of what is pushed down in the documentation are the lists that the adapter works by.
 */
final class OperatorTableTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "postgres.md");
  private static final StrakeTypeFactory TYPES = new StrakeTypeFactory();

  private static final List<SqlTypeName> TYPE_NAMES =
      List.of(
          SqlTypeName.BOOLEAN,
          SqlTypeName.SMALLINT,
          SqlTypeName.INTEGER,
          SqlTypeName.BIGINT,
          SqlTypeName.DECIMAL,
          SqlTypeName.REAL,
          SqlTypeName.DOUBLE,
          SqlTypeName.VARCHAR,
          SqlTypeName.VARBINARY,
          SqlTypeName.DATE,
          SqlTypeName.TIME,
          SqlTypeName.TIMESTAMP,
          SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  private static final Set<SqlAggFunction> CONDITIONS =
      Set.of(
          SqlLibraryOperators.BOOL_AND,
          SqlLibraryOperators.BOOL_OR,
          SqlStdOperatorTable.EVERY,
          SqlStdOperatorTable.SOME);

  /** Aggregate and window functions, and how many operands they have. */
  private static final Map<SqlAggFunction, Integer> FUNCTIONS = new LinkedHashMap<>();

  static {
    List<SqlAggFunction> none =
        List.of(
            SqlStdOperatorTable.ROW_NUMBER,
            SqlStdOperatorTable.RANK,
            SqlStdOperatorTable.DENSE_RANK,
            SqlStdOperatorTable.PERCENT_RANK,
            SqlStdOperatorTable.CUME_DIST);
    List<SqlAggFunction> one =
        List.of(
            SqlStdOperatorTable.COUNT,
            SqlStdOperatorTable.SUM,
            SqlStdOperatorTable.AVG,
            SqlStdOperatorTable.MIN,
            SqlStdOperatorTable.MAX,
            SqlLibraryOperators.BOOL_AND,
            SqlLibraryOperators.BOOL_OR,
            SqlStdOperatorTable.EVERY,
            SqlStdOperatorTable.SOME,
            SqlStdOperatorTable.BIT_AND,
            SqlStdOperatorTable.BIT_OR,
            SqlStdOperatorTable.BIT_XOR,
            SqlStdOperatorTable.ANY_VALUE,
            SqlStdOperatorTable.SINGLE_VALUE,
            SqlStdOperatorTable.GROUPING,
            SqlStdOperatorTable.STDDEV_POP,
            SqlStdOperatorTable.STDDEV_SAMP,
            SqlStdOperatorTable.VAR_POP,
            SqlStdOperatorTable.VAR_SAMP,
            SqlStdOperatorTable.MODE,
            SqlLibraryOperators.ARRAY_AGG,
            SqlStdOperatorTable.NTILE,
            SqlStdOperatorTable.LAG,
            SqlStdOperatorTable.LEAD,
            SqlStdOperatorTable.FIRST_VALUE,
            SqlStdOperatorTable.LAST_VALUE);
    List<SqlAggFunction> two =
        List.of(
            SqlStdOperatorTable.LISTAGG,
            SqlStdOperatorTable.REGR_COUNT,
            SqlStdOperatorTable.COVAR_POP,
            SqlStdOperatorTable.NTH_VALUE);
    none.forEach(function -> FUNCTIONS.put(function, 0));
    one.forEach(function -> FUNCTIONS.put(function, 1));
    two.forEach(function -> FUNCTIONS.put(function, 2));
  }

  @Test
  void documentationHasEveryLineOfTheLists() throws IOException {
    String page = Files.readString(PAGE);
    String current = replace(replace(page, "operators", operators()), "aggregates", aggregates());
    if (Boolean.getBoolean("strake.docs.write")) {
      Files.writeString(PAGE, current);
    }

    assertThat(Files.readString(PAGE))
        .as("run with -Dstrake.docs.write=true to bring it up to date")
        .isEqualTo(current);
  }

  private static String replace(String page, String name, String table) {
    String start = "<!-- " + name + " -->\n";
    int from = page.indexOf(start) + start.length();
    return page.substring(0, from) + table + page.substring(page.indexOf("<!-- /" + name + " -->"));
  }

  private static String operators() {
    Map<String, Set<String>> stock = lines(PostgresOperators.list(false));
    StringBuilder table =
        new StringBuilder("| Operator | Operands | Only with Strake's types |\n|---|---|---|\n");
    lines(PostgresOperators.list(true))
        .forEach(
            (name, operands) -> {
              Set<String> everywhere = stock.getOrDefault(name, Set.of());
              Set<String> more = new LinkedHashSet<>(operands);
              more.removeAll(everywhere);
              table
                  .append("| `")
                  .append(name.replace("|", "\\|"))
                  .append("` | ")
                  .append(String.join("; ", everywhere))
                  .append(" | ")
                  .append(String.join("; ", more))
                  .append(" |\n");
            });
    return table.toString();
  }

  private static Map<String, Set<String>> lines(OperatorAllowList list) {
    Map<String, Set<String>> lines = new TreeMap<>();
    list.entries().stream()
        .filter(entry -> !entry.operator().getName().equals("KEEP"))
        .forEach(
            entry ->
                lines
                    .computeIfAbsent(entry.operator().getName(), name -> new TreeSet<>())
                    .add(entry.description()));
    return lines;
  }

  /** Asks the writer itself about each function and type, as the planner does. */
  private static String aggregates() {
    StringBuilder table =
        new StringBuilder("| Function | Over a group, of | Over a window, of |\n|---|---|---|\n");
    FUNCTIONS.forEach(
        (function, operands) -> {
          String group = taken(function, operands, null);
          String window = taken(function, operands, "(w)");
          if (!group.isEmpty() || !window.isEmpty()) {
            table
                .append("| `")
                .append(function.getName())
                .append("` | ")
                .append(group)
                .append(" | ")
                .append(window)
                .append(" |\n");
          }
        });
    return table.toString();
  }

  private static String taken(SqlAggFunction function, int operands, @Nullable String over) {
    boolean windowOnly = function.requiresOver();
    if (windowOnly && over == null) {
      return "";
    }
    List<String> types = new ArrayList<>();
    for (SqlTypeName type : TYPE_NAMES) {
      if (CONDITIONS.contains(function) && type != SqlTypeName.BOOLEAN) {
        continue; // the validator takes nothing else
      }
      if (PostgresAggregates.write(call(function, TYPES.createSqlType(type), operands, over))
          .isPresent()) {
        types.add(type.getName().replace('_', ' '));
      }
    }
    if (operands == 0 && !types.isEmpty()) {
      return "nothing";
    }
    return types.size() == TYPE_NAMES.size() ? "any type" : String.join(", ", types);
  }

  private static SqlAggregateCall call(
      SqlAggFunction function, RelDataType type, int operands, @Nullable String over) {
    List<SqlAggregateCall.Operand> arguments = new ArrayList<>();
    for (int i = 0; i < operands; i++) {
      boolean count = i == 1 && function == SqlStdOperatorTable.NTH_VALUE;
      arguments.add(
          new SqlAggregateCall.Operand(
              "x", count ? TYPES.createSqlType(SqlTypeName.INTEGER) : type));
    }
    return new SqlAggregateCall(
        function, result(function, type), false, false, arguments, List.of(), null, over);
  }

  private static RelDataType result(SqlAggFunction function, RelDataType type) {
    return switch (function.getKind()) {
      case SUM -> TYPES.getTypeSystem().deriveSumType(TYPES, type);
      case AVG -> TYPES.getTypeSystem().deriveAvgAggType(TYPES, type);
      case MIN, MAX, BIT_AND, BIT_OR, BIT_XOR, ANY_VALUE, SINGLE_VALUE, LAG, LEAD -> type;
      case FIRST_VALUE, LAST_VALUE, NTH_VALUE, LISTAGG, MODE -> type;
      case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP, COVAR_POP ->
          TYPES.createSqlType(SqlTypeName.DOUBLE);
      default -> TYPES.createSqlType(SqlTypeName.BIGINT);
    };
  }
}

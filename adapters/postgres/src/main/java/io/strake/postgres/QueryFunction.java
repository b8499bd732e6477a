/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.FunctionParameter;
import org.apache.calcite.schema.TableMacro;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.postgresql.PGConnection;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The table function {@code query(sql)}: the rows of a query in the server's own SQL.
 *
 * <p>The text is one query, given as a literal, and becomes a derived table of the statement that
 * is sent, so that filters and the like around it are pushed as over any table. It runs in a
 * read-only transaction. The server describes its columns while the statement is planned.
 * Thread-safe.
 */
final class QueryFunction implements TableMacro {
  /** Name under which schemas have the function. */
  static final String NAME = "query";

  private static final int NO_TYPMOD = -1;

  /** As for a column of a collation of its own: which one it is, the server does not say. */
  private static final long UNKNOWN_COLLATION = -1;

  private final PostgresDatabase database;
  private final PostgresOptions options;

  QueryFunction(PostgresDatabase database, PostgresOptions options) {
    this.database = database;
    this.options = options;
  }

  @Override
  public List<FunctionParameter> getParameters() {
    return List.of(new Text());
  }

  /**
   * Returns the query as a table.
   *
   * @throws StrakeException if it is not one query, or the server refuses it
   */
  @Override
  public TranslatableTable apply(List<?> arguments) {
    Object text = arguments.get(0);
    if (text == null) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY,
          "%s: query(sql) takes a literal; write the text of the query in quotes",
          database.errors().owner());
    }
    String query = single(text.toString());
    try (Connection connection = database.begin(options.catalogTimeout());
        Statement statement = connection.createStatement()) {
      requireServerChecks(connection);
      statement.setEscapeProcessing(false);
      List<PostgresColumn> columns;
      try (ResultSet none = statement.executeQuery(description(query))) {
        columns = columns(none.getMetaData());
      }
      connection.rollback();
      return PostgresTable.ofQuery(database, options, derived(query, columns), columns);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Returns the statement that tells the columns of a query. */
  private static String description(String query) {
    return "SELECT * FROM (" + query + "\n) AS q LIMIT 0";
  }

  /**
   * Returns the text of the only query.
   *
   * <p>The driver would cut a text into statements and run each of them. What it takes for one is
   * sent as one, and the server refuses more than one command in it. So is the text in its
   * parentheses, in which a closing one too many has a meaning.
   */
  private String single(String text) {
    List<NativeQuery> queries = parse(text);
    int count =
        queries.size() == 1 ? parse(description(queries.get(0).nativeSql)).size() : queries.size();
    if (count != 1) {
      throw StrakeException.of(
          ErrorCode.INVALID_QUERY,
          "%s: query(sql) takes one query, not %s; call it once for each",
          database.errors().owner(),
          count);
    }
    return queries.get(0).nativeSql;
  }

  private List<NativeQuery> parse(String text) {
    try {
      return Parser.parseJdbcSql(text, true, false, true, false, false);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** In the simple protocol the server takes as many commands as there are. */
  private void requireServerChecks(Connection connection) throws SQLException {
    if (connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
      throw StrakeException.of(
          ErrorCode.INVALID_CONFIGURATION,
          "%s: query(sql) needs the extended protocol; take preferQueryMode out of the operand url",
          database.errors().owner());
    }
  }

  private List<PostgresColumn> columns(ResultSetMetaData described) throws SQLException {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= described.getColumnCount(); i++) {
      names.add(described.getColumnLabel(i));
    }
    List<String> distinct = SqlValidatorUtil.uniquify(names, SqlValidatorUtil.EXPR_SUGGESTER, true);
    List<PostgresColumn> columns = new ArrayList<>();
    for (int i = 1; i <= described.getColumnCount(); i++) {
      columns.add(column(distinct.get(i - 1), described, i));
    }
    return columns;
  }

  private PostgresColumn column(String name, ResultSetMetaData described, int index)
      throws SQLException {
    String type = typeName(described.getColumnTypeName(index));
    boolean builtIn = !type.contains(".") && !type.contains("\"");
    boolean isText = PostgresTypes.isText(type);
    return PostgresTypes.column(
        name,
        true,
        builtIn,
        type,
        type.equals("numeric") ? typmod(described, index) : NO_TYPMOD,
        0,
        false,
        isText ? UNKNOWN_COLLATION : 0,
        !isText,
        options.numericScale());
  }

  /** The driver has other names for integers that a sequence fills. */
  private static String typeName(String driverName) {
    return switch (driverName) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> driverName;
    };
  }

  private static int typmod(ResultSetMetaData described, int index) throws SQLException {
    int precision = described.getPrecision(index);
    return precision == 0
        ? NO_TYPMOD
        : ((precision << 16) | (described.getScale(index) & 0x7ff)) + Integer.BYTES;
  }

  /** Columns get names, as there may be several of one name. */
  private static String derived(String query, List<PostgresColumn> columns) {
    String names =
        columns.stream()
            .map(column -> PostgresBackend.quoteIdentifier(column.name()))
            .collect(Collectors.joining(", "));
    return "(SELECT * FROM (" + query + "\n) AS q (" + names + "))";
  }

  private StrakeException failure(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    boolean hasParameters = state.equals("08P01"); // for which there is no value
    if (hasParameters || (state.startsWith("42") && !state.equals("42501"))) {
      return StrakeException.causedBy(
          e,
          ErrorCode.INVALID_QUERY,
          "%s: query(sql) was refused, %s; give it one query in PostgreSQL's SQL",
          database.errors().owner(),
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    return database.errors().catalog(e);
  }

  /** The only parameter. */
  private static final class Text implements FunctionParameter {
    @Override
    public int getOrdinal() {
      return 0;
    }

    @Override
    public String getName() {
      return "sql";
    }

    @Override
    public RelDataType getType(RelDataTypeFactory typeFactory) {
      return typeFactory.createJavaType(String.class); // a type of SQL would come as a cast
    }

    @Override
    public boolean isOptional() {
      return false;
    }
  }
}

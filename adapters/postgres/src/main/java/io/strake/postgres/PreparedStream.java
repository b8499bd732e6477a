/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import io.strake.planner.arrow.ExecutionContext;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGResultSetMetaData;
import org.postgresql.PGStatement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of a statement that the server has prepared under a name, by the extended protocol with
 * binary results, put into the form of COPY.
 *
 * <p>The server need not parse and plan it again, which is most of its work for a few rows. It is
 * made for those: each row becomes an object on the way. More rows than were expected come in
 * parts.
 */
final class PreparedStream extends RowStream {
  private static final Logger LOGGER = LoggerFactory.getLogger(PreparedStream.class);

  /** What the driver is to ask for in binary, by the names of types. */
  static final String BINARY_TYPES =
      String.join(
          ",",
          "BOOL,BYTEA,INT2,INT4,INT8,FLOAT4,FLOAT8,NUMERIC,DATE,TIME,TIMESTAMP,TIMESTAMPTZ",
          "BOOL_ARRAY,BYTEA_ARRAY,INT2_ARRAY,INT4_ARRAY,INT8_ARRAY,FLOAT4_ARRAY,FLOAT8_ARRAY",
          "NUMERIC_ARRAY,TEXT_ARRAY,DATE_ARRAY,TIME_ARRAY,TIMESTAMP_ARRAY,TIMESTAMPTZ_ARRAY");

  /** The driver asks for binary results at once, and so for the types of the results before. */
  private static final int PREPARE_AT_ONCE = -1;

  /** The driver keeps a part in memory, so the first one is small, and others are as rows allow. */
  private static final int ROWS_OF_FIRST_PART = 100;

  private static final int MAX_ROWS_OF_PART = 5000;
  private static final int BYTES_OF_PART = 512 * 1024;
  private static final int MESSAGE_BYTES = 64 * 1024;
  private static final int BINARY = 1;
  private static final short END = -1;

  private final int columns;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet rows;
  private long sentRows;
  private long sentBytes;
  private boolean started;
  private boolean ended;

  private PreparedStream(
      PostgresDatabase database,
      ExecutionContext context,
      StatementConnections connections,
      ScanConnection connection,
      int columns) {
    super(database, context, connections, connection);
    this.columns = columns;
  }

  /**
   * Runs a statement on a connection of the query, which the stream gives back.
   *
   * @param schema the columns of the rows
   * @param values texts of the parameters
   * @return empty if the statement has to run as COPY, for which the connection is ready
   * @throws io.strake.planner.StrakeException if the database refuses
   */
  static Optional<RowStream> open(
      PostgresDatabase database,
      ExecutionContext context,
      StatementConnections connections,
      ScanConnection connection,
      Schema schema,
      SmallStatement small,
      List<String> values) {
    PreparedStream stream =
        new PreparedStream(database, context, connections, connection, schema.getFields().size());
    boolean opened = false;
    try {
      opened = stream.start(small.sql(), values) && stream.isBinary(schema);
      if (!opened) {
        LOGGER.debug("{}: cannot be prepared: {}", database.errors().owner(), small.sql());
        small.refuse();
        stream.restart();
      }
      return opened ? Optional.of(stream) : Optional.empty();
    } catch (SQLException e) {
      stream.close();
      throw stream.failure(e);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Returns false if the name or the plan that it had at the server is of no use any more. */
  private boolean start(String sql, List<String> values) throws SQLException {
    context.checkActive();
    LOGGER.debug("{}: {}", database.errors().owner(), sql);
    PreparedStatement prepared = connection.jdbc().prepareStatement(sql);
    statement = prepared;
    prepared.unwrap(PGStatement.class).setPrepareThreshold(PREPARE_AT_ONCE);
    prepared.setFetchSize(ROWS_OF_FIRST_PART);
    for (int i = 0; i < values.size(); i++) {
      prepared.setObject(i + 1, values.get(i), Types.OTHER); // the cast around it says the type
    }
    try {
      rows = prepared.executeQuery();
    } catch (SQLException e) {
      if (PostgresErrors.isStalePlan(e) && !context.isStopped()) {
        return false;
      }
      throw e;
    }
    if (context.isStopped()) { // a cancel that came before the statement had no effect
      context.checkActive();
    }
    return true;
  }

  /** Texts are the same in both formats. */
  private boolean isBinary(Schema schema) throws SQLException {
    ResultSet result = rows;
    if (result == null || result.getMetaData().getColumnCount() != columns) {
      return false;
    }
    PGResultSetMetaData metadata = result.getMetaData().unwrap(PGResultSetMetaData.class);
    for (int i = 0; i < columns; i++) {
      boolean text = schema.getFields().get(i).getType() instanceof ArrowType.Utf8;
      if (!text && metadata.getFormat(i + 1) != BINARY) {
        return false;
      }
    }
    return true;
  }

  /** Begins the transaction anew and leaves the connection to somebody else. */
  private void restart() throws SQLException {
    closeStatement();
    connection.restart(context);
    detach();
  }

  @Override
  byte @Nullable [] read() {
    if (ended) {
      return null;
    }
    try {
      byte[] message = message();
      if (ended) {
        closeStatement();
        finish();
      }
      return message;
    } catch (SQLException e) {
      rows = null;
      throw failure(e);
    }
  }

  private byte[] message() throws SQLException {
    ResultSet result = rows;
    if (result == null) {
      throw new AssertionError("not started");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      if (!started) {
        started = true;
        out.write(CopyReader.SIGNATURE);
        out.write(new byte[CopyReader.FLAGS_BYTES + Integer.BYTES]);
      }
      while (!ended && out.size() < MESSAGE_BYTES) {
        ended = !result.next();
        if (ended) {
          out.writeShort(END);
        } else {
          writeRow(result, out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not in memory
    }
    fitParts(result, bytes.size());
    return bytes.toByteArray();
  }

  private void fitParts(ResultSet result, int messageBytes) throws SQLException {
    sentBytes += messageBytes;
    if (!ended && sentRows > 0) {
      long fitting = BYTES_OF_PART * sentRows / sentBytes;
      result.setFetchSize((int) Math.max(1, Math.min(MAX_ROWS_OF_PART, fitting)));
    }
  }

  private void writeRow(ResultSet row, DataOutputStream out) throws SQLException, IOException {
    sentRows++;
    out.writeShort(columns);
    for (int i = 1; i <= columns; i++) {
      byte[] value = row.getBytes(i);
      if (value == null) {
        out.writeInt(-1);
      } else {
        out.writeInt(value.length);
        out.write(value);
      }
    }
  }

  @Override
  boolean hasMore() {
    return !ended;
  }

  /** Between two parts nothing runs at the server, but there may be more rows. */
  @Override
  void abandon() {
    boolean runs = rows != null && !ended;
    if (runs) {
      connection.cancel();
    }
    connections.discard(connection, runs);
  }

  private void closeStatement() throws SQLException {
    PreparedStatement prepared = statement;
    statement = null;
    rows = null;
    if (prepared != null) {
      prepared.close();
    }
  }
}

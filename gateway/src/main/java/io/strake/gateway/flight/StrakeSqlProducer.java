/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.Context;
import io.strake.engine.PreparedQuery;
import io.strake.engine.QueryResult;
import io.strake.engine.QueryService;
import io.strake.engine.Session;
import io.strake.gateway.common.CancellableCall;
import io.strake.gateway.common.DrainGate;
import io.strake.gateway.common.WithoutParameters;
import io.strake.gateway.flight.StatementHandles.Kind;
import io.strake.gateway.flight.StatementHandles.Statement;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.FlightConstants;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.ServerHeaderMiddleware;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.FlightSqlUtils;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Statements and prepared statements of Flight SQL on the query service.
 *
 * <p>Every schema that a client sees of a statement is the one of its {@link PreparedQuery}. There
 * is one endpoint without a location, so that clients keep their connection. Thread-safe.
 */
final class StrakeSqlProducer extends MetadataProducer {
  /** Header that names the schema of unqualified tables; JDBC sends URL parameters as headers. */
  static final String SCHEMA_HEADER = "schema";

  private static final List<ActionType> ACTIONS =
      List.of(
          FlightSqlUtils.FLIGHT_SQL_CREATE_PREPARED_STATEMENT,
          FlightSqlUtils.FLIGHT_SQL_CLOSE_PREPARED_STATEMENT,
          FlightConstants.SET_SESSION_OPTIONS,
          FlightConstants.GET_SESSION_OPTIONS,
          FlightConstants.CLOSE_SESSION);

  private static final Set<String> ACTION_NAMES =
      ACTIONS.stream().map(ActionType::getType).collect(Collectors.toUnmodifiableSet());

  private final QueryService queries;
  private final StatementHandles handles;
  private final DrainGate gate;

  StrakeSqlProducer(
      QueryService queries,
      MetadataStreams metadata,
      KeyStreams keys,
      StatementHandles handles,
      DrainGate gate) {
    super(metadata, keys);
    this.queries = queries;
    this.handles = handles;
    this.gate = gate;
  }

  @Override
  public FlightInfo getFlightInfoStatement(
      FlightSql.CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    refuseTransaction(command.getTransactionId());
    Statement statement = new Statement(command.getQuery(), session(context));
    return info(statement, descriptor);
  }

  @Override
  public SchemaResult getSchemaStatement(
      FlightSql.CommandStatementQuery command, CallContext context, FlightDescriptor descriptor) {
    refuseTransaction(command.getTransactionId());
    return new SchemaResult(prepare(new Statement(command.getQuery(), session(context))).schema());
  }

  @Override
  public FlightInfo getFlightInfoPreparedStatement(
      FlightSql.CommandPreparedStatementQuery command,
      CallContext context,
      FlightDescriptor descriptor) {
    return info(opened(command, context), descriptor);
  }

  @Override
  public SchemaResult getSchemaPreparedStatement(
      FlightSql.CommandPreparedStatementQuery command,
      CallContext context,
      FlightDescriptor descriptor) {
    return new SchemaResult(prepare(opened(command, context)).schema());
  }

  @Override
  public void getStreamStatement(
      FlightSql.TicketStatementQuery ticket, CallContext context, ServerStreamListener listener) {
    stream(
        handles.open(Kind.TICKET, ticket.getStatementHandle(), context.peerIdentity()), listener);
  }

  /** Streams by the command itself, which some clients send as ticket. */
  @Override
  public void getStreamPreparedStatement(
      FlightSql.CommandPreparedStatementQuery command,
      CallContext context,
      ServerStreamListener listener) {
    stream(opened(command, context), listener);
  }

  @Override
  public void createPreparedStatement(
      FlightSql.ActionCreatePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    refuseTransaction(request.getTransactionId());
    Statement statement = new Statement(request.getQuery(), session(context));
    Schema schema = prepare(statement).schema();
    Message answer =
        FlightSql.ActionCreatePreparedStatementResult.newBuilder()
            .setPreparedStatementHandle(handles.issue(Kind.PREPARED, statement))
            .setDatasetSchema(ByteString.copyFrom(IpcSchemas.toBytes(schema)))
            .setParameterSchema(ByteString.copyFrom(IpcSchemas.toBytes(new Schema(List.of()))))
            .build();
    listener.onNext(new Result(Any.pack(answer).toByteArray()));
    listener.onCompleted();
  }

  /** Does nothing, because the server keeps nothing of a prepared statement. */
  @Override
  public void closePreparedStatement(
      FlightSql.ActionClosePreparedStatementRequest request,
      CallContext context,
      StreamListener<Result> listener) {
    listener.onCompleted();
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> acknowledgements) {
    Any command = FlightSqlUtils.parseOrThrow(stream.getDescriptor().getCommand());
    if (command.is(FlightSql.CommandPreparedStatementQuery.class)) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED, "query: parameters are not supported; write values as literals");
    }
    if (command.is(FlightSql.CommandStatementSubstraitPlan.class)) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED, "query: Substrait is not supported; send the statement as SQL");
    }
    throw StrakeException.of(
        ErrorCode.READ_ONLY, "query: Strake reads only; change data at the source itself");
  }

  @Override
  public void listActions(CallContext context, StreamListener<ActionType> listener) {
    ACTIONS.forEach(listener::onNext);
    listener.onCompleted();
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    if (!ACTION_NAMES.contains(action.getType())) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED,
          "flight: action '%s' is not supported; supported are %s",
          action.getType(),
          ACTION_NAMES.stream().sorted().toList());
    }
    super.doAction(context, action, listener);
  }

  private FlightInfo info(Statement statement, FlightDescriptor descriptor) {
    Schema schema = prepare(statement).schema();
    Message ticket =
        FlightSql.TicketStatementQuery.newBuilder()
            .setStatementHandle(handles.issue(Kind.TICKET, statement))
            .build();
    Instant expiry = handles.expiry(Kind.TICKET);
    FlightEndpoint endpoint =
        FlightEndpoint.builder(new Ticket(Any.pack(ticket).toByteArray()))
            .setExpirationTime(expiry)
            .build();
    return new FlightInfo(schema, descriptor, List.of(endpoint), -1, -1);
  }

  private void stream(Statement statement, ServerStreamListener listener) {
    try (DrainGate.Lease lease = gate.enter();
        QueryResult result = queries.execute(prepare(statement, lease), statement.session())) {
      lease.onStop(() -> stop(result, listener));
      listener.setOnCancelHandler(result::cancel);
      if (listener.isCancelled()) {
        result.cancel(); // before the handler was there
      }
      listener.start(result.batch());
      while (result.next()) {
        if (result.batch().getRowCount() > 0) {
          listener.putNext();
        }
      }
    }
    // Only now, so that a client that saw the end knows that everything is released.
    listener.completed();
  }

  private static void stop(QueryResult result, ServerStreamListener listener) {
    result.cancel();
    if (listener instanceof PacedStream paced) {
      paced.stop();
    }
  }

  private PreparedQuery prepare(Statement statement, DrainGate.Lease lease) {
    try (CancellableCall call = new CancellableCall()) {
      lease.onStop(call::cancel);
      return prepare(statement, call);
    }
  }

  private PreparedQuery prepare(Statement statement) {
    try (CancellableCall call = new CancellableCall()) {
      return prepare(statement, call);
    }
  }

  /** Plans a statement unless the client cancels, vanishes or sets a deadline that passes. */
  private PreparedQuery prepare(Statement statement, CancellableCall call) {
    Context client = Context.current();
    Context.CancellationListener listener = context -> call.cancel();
    client.addListener(listener, Runnable::run);
    try {
      return WithoutParameters.require(queries.prepare(statement.sql(), statement.session()));
    } finally {
      client.removeListener(listener);
    }
  }

  private Statement opened(FlightSql.CommandPreparedStatementQuery command, CallContext context) {
    return handles.open(
        Kind.PREPARED, command.getPreparedStatementHandle(), context.peerIdentity());
  }

  private static Session session(CallContext context) {
    Session session = new Session(context.peerIdentity());
    ServerHeaderMiddleware headers = context.getMiddleware(FlightConstants.HEADER_KEY);
    CallHeaders sent = headers == null ? null : headers.headers();
    String schema = sent == null ? null : sent.get(SCHEMA_HEADER);
    return schema == null || schema.isEmpty() ? session : session.withDefaultSchema(schema);
  }

  private static void refuseTransaction(ByteString id) {
    if (!id.isEmpty()) {
      throw StrakeException.of(
          ErrorCode.UNSUPPORTED, "query: transactions are not supported; send none");
    }
  }
}

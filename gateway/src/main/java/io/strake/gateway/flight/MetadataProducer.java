/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import io.strake.engine.Catalog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.CloseSessionRequest;
import org.apache.arrow.flight.CloseSessionResult;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightEndpoint;
import org.apache.arrow.flight.GetSessionOptionsRequest;
import org.apache.arrow.flight.GetSessionOptionsResult;
import org.apache.arrow.flight.SessionOptionValue;
import org.apache.arrow.flight.SessionOptionValueFactory;
import org.apache.arrow.flight.SetSessionOptionsRequest;
import org.apache.arrow.flight.SetSessionOptionsResult;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.flight.sql.BasicFlightSqlProducer;
import org.apache.arrow.flight.sql.impl.FlightSql;
import org.apache.arrow.vector.types.pojo.Schema;

/** Metadata commands and session options of Flight SQL. Thread-safe. */
abstract class MetadataProducer extends BasicFlightSqlProducer {
  private static final String CATALOG_OPTION = "catalog";

  private final MetadataStreams metadata;
  private final KeyStreams keys;

  MetadataProducer(MetadataStreams metadata, KeyStreams keys) {
    this.metadata = metadata;
    this.keys = keys;
  }

  /** Does nothing: the door closes what it opened. */
  @Override
  public final void close() {}

  /** Returns one endpoint, whose ticket is the command: some clients read the first one only. */
  @Override
  protected final <T extends Message> List<FlightEndpoint> determineEndpoints(
      T request, FlightDescriptor descriptor, Schema schema) {
    return List.of(new FlightEndpoint(new Ticket(Any.pack(request).toByteArray())));
  }

  @Override
  public final void getStreamCatalogs(CallContext context, ServerStreamListener listener) {
    metadata.catalogs(listener);
  }

  @Override
  public final void getStreamSchemas(
      FlightSql.CommandGetDbSchemas command, CallContext context, ServerStreamListener listener) {
    metadata.schemas(command, listener);
  }

  @Override
  public final void getStreamTables(
      FlightSql.CommandGetTables command, CallContext context, ServerStreamListener listener) {
    metadata.tables(command, listener);
  }

  @Override
  public final void getStreamTableTypes(CallContext context, ServerStreamListener listener) {
    metadata.tableTypes(listener);
  }

  @Override
  public final void getStreamSqlInfo(
      FlightSql.CommandGetSqlInfo command, CallContext context, ServerStreamListener listener) {
    ServerInfo.send(command.getInfoList(), listener);
  }

  @Override
  public final void getStreamTypeInfo(
      FlightSql.CommandGetXdbcTypeInfo request,
      CallContext context,
      ServerStreamListener listener) {
    metadata.types(request, listener);
  }

  @Override
  public final void getStreamPrimaryKeys(
      FlightSql.CommandGetPrimaryKeys command, CallContext context, ServerStreamListener listener) {
    keys.primary(command, listener);
  }

  @Override
  public final void getStreamExportedKeys(
      FlightSql.CommandGetExportedKeys command,
      CallContext context,
      ServerStreamListener listener) {
    keys.exported(command, listener);
  }

  @Override
  public final void getStreamImportedKeys(
      FlightSql.CommandGetImportedKeys command,
      CallContext context,
      ServerStreamListener listener) {
    keys.imported(command, listener);
  }

  @Override
  public final void getStreamCrossReference(
      FlightSql.CommandGetCrossReference command,
      CallContext context,
      ServerStreamListener listener) {
    keys.crossReference(command, listener);
  }

  /** Accepts the only catalog there is; the server keeps no session, so it accepts nothing else. */
  @Override
  public final void setSessionOptions(
      SetSessionOptionsRequest request,
      CallContext context,
      StreamListener<SetSessionOptionsResult> listener) {
    Map<String, SetSessionOptionsResult.Error> errors = new HashMap<>();
    SessionOptionValue catalog = SessionOptionValueFactory.makeSessionOptionValue(Catalog.NAME);
    request
        .getSessionOptions()
        .forEach(
            (name, value) -> {
              if (!name.equals(CATALOG_OPTION)) {
                errors.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_NAME));
              } else if (!value.equals(catalog)) {
                errors.put(name, error(SetSessionOptionsResult.ErrorValue.INVALID_VALUE));
              }
            });
    listener.onNext(new SetSessionOptionsResult(errors));
    listener.onCompleted();
  }

  @Override
  public final void getSessionOptions(
      GetSessionOptionsRequest request,
      CallContext context,
      StreamListener<GetSessionOptionsResult> listener) {
    listener.onNext(
        new GetSessionOptionsResult(
            Map.of(
                CATALOG_OPTION, SessionOptionValueFactory.makeSessionOptionValue(Catalog.NAME))));
    listener.onCompleted();
  }

  @Override
  public final void closeSession(
      CloseSessionRequest request,
      CallContext context,
      StreamListener<CloseSessionResult> listener) {
    listener.onNext(new CloseSessionResult(CloseSessionResult.Status.CLOSED));
    listener.onCompleted();
  }

  private static SetSessionOptionsResult.Error error(SetSessionOptionsResult.ErrorValue value) {
    return new SetSessionOptionsResult.Error(value);
  }
}

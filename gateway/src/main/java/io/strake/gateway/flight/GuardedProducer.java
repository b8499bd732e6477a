/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.grpc.Context;
import io.strake.gateway.common.DrainGate;
import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightInfo;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PollInfo;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SchemaResult;
import org.apache.arrow.flight.Ticket;

/**
 * The outermost layer of the Flight service: refuses new work while the server drains, runs streams
 * on worker threads, and translates every failure once.
 *
 * <p>Thread-safe.
 */
final class GuardedProducer implements FlightProducer {
  private final FlightProducer inner;
  private final DrainGate gate;
  private final Executor workers;
  private final Duration patience;

  GuardedProducer(FlightProducer inner, DrainGate gate, Executor workers, Duration patience) {
    this.inner = inner;
    this.gate = gate;
    this.workers = workers;
    this.patience = patience;
  }

  @Override
  public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
    PacedStream stream = new PacedStream(listener, patience);
    Runnable work =
        () -> {
          try {
            gate.requireOpen();
            inner.getStream(context, ticket, stream);
          } catch (Throwable e) { // nothing may end a worker thread
            stream.error(e);
          }
        };
    try {
      workers.execute(Context.current().wrap(work));
    } catch (RejectedExecutionException e) {
      stream.error(
          StrakeException.causedBy(
              e, ErrorCode.RESOURCE_EXHAUSTED, "gateway: too many statements at once; try later"));
    }
  }

  @Override
  public FlightInfo getFlightInfo(CallContext context, FlightDescriptor descriptor) {
    return guarded(() -> inner.getFlightInfo(context, descriptor));
  }

  @Override
  public SchemaResult getSchema(CallContext context, FlightDescriptor descriptor) {
    return guarded(() -> inner.getSchema(context, descriptor));
  }

  @Override
  public PollInfo pollFlightInfo(CallContext context, FlightDescriptor descriptor) {
    throw FlightErrors.toFlight(unsupported("PollFlightInfo", "GetFlightInfo"));
  }

  @Override
  public void listFlights(
      CallContext context, Criteria criteria, StreamListener<FlightInfo> listener) {
    listener.onError(FlightErrors.toFlight(unsupported("ListFlights", "GetTables")));
  }

  @Override
  public void doExchange(CallContext context, FlightStream reader, ServerStreamListener writer) {
    writer.error(FlightErrors.toFlight(unsupported("DoExchange", "DoGet")));
  }

  @Override
  public Runnable acceptPut(
      CallContext context, FlightStream stream, StreamListener<PutResult> acknowledgements) {
    return guarded(() -> inner.acceptPut(context, stream, acknowledgements));
  }

  @Override
  public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
    try {
      gate.requireOpen();
      inner.doAction(context, action, listener);
    } catch (Throwable e) { // the border of a request
      listener.onError(FlightErrors.toFlight(e));
    }
  }

  @Override
  public void listActions(CallContext context, StreamListener<ActionType> listener) {
    inner.listActions(context, listener);
  }

  private <T> T guarded(Supplier<T> call) {
    try {
      gate.requireOpen();
      return call.get();
    } catch (Throwable e) { // the border of a request
      throw FlightErrors.toFlight(e);
    }
  }

  private static StrakeException unsupported(String call, String instead) {
    return StrakeException.of(
        ErrorCode.UNSUPPORTED, "flight: %s is not supported; use %s", call, instead);
  }
}

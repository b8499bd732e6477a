/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.gateway.flight;

import io.strake.planner.ErrorCode;
import io.strake.planner.StrakeException;
import java.time.Duration;
import org.apache.arrow.flight.BackpressureStrategy.CallbackBackpressureStrategy;
import org.apache.arrow.flight.BackpressureStrategy.WaitResult;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.jspecify.annotations.Nullable;

/**
 * A stream to a client that waits until the client can take the next batch.
 *
 * <p>Made on the thread of the call, then used by one worker thread: gRPC tells of readiness and
 * cancellation on the former, which therefore must not block.
 */
final class PacedStream implements ServerStreamListener {
  private final ServerStreamListener client;
  private final Duration patience;
  private final CallbackBackpressureStrategy pace;

  private @Nullable Runnable onCancel;
  private boolean cancelled;
  private boolean ended;
  private volatile boolean stopped;

  /**
   * Creates a stream.
   *
   * @param patience how long a client may let a batch wait
   */
  PacedStream(ServerStreamListener client, Duration patience) {
    this.client = client;
    this.patience = patience;
    this.pace =
        new CallbackBackpressureStrategy() {
          @Override
          protected void cancelCallback() {
            cancelled();
          }

          @Override
          protected boolean shouldContinueWaiting(ServerStreamListener listener, long left) {
            return !stopped;
          }
        };
    pace.register(client);
  }

  @Override
  public void start(
      VectorSchemaRoot root, @Nullable DictionaryProvider dictionaries, IpcOption option) {
    client.start(root, dictionaries, option);
  }

  /**
   * Sends the batch in the root as soon as the client is ready.
   *
   * @throws StrakeException if the client cancelled or does not read
   */
  @Override
  public void putNext() {
    awaitReady();
    client.putNext();
  }

  @Override
  public void putNext(@Nullable ArrowBuf metadata) {
    awaitReady();
    client.putNext(metadata);
  }

  @Override
  public void putMetadata(ArrowBuf metadata) {
    awaitReady();
    client.putMetadata(metadata);
  }

  /** Waits until the client can take a batch; see {@link #putNext()}. */
  void awaitReady() {
    if (stopped) {
      throw shuttingDown();
    }
    WaitResult result = pace.waitForListener(patience.toMillis());
    switch (result) {
      case READY -> {}
      case TIMEOUT ->
          throw StrakeException.of(
              ErrorCode.TIMEOUT,
              "query: the client took no batch for %s; read the result faster",
              patience);
      case OTHER -> throw shuttingDown();
      case CANCELLED ->
          throw StrakeException.of(ErrorCode.CANCELLED, "query: cancelled by the client");
    }
  }

  /** Ends the wait for a slow client, from any thread, because the server shuts down. */
  void stop() {
    stopped = true;
    pace.interruptWait();
  }

  private static StrakeException shuttingDown() {
    return StrakeException.of(
        ErrorCode.SHUTTING_DOWN, "query: cancelled, because the server shuts down; run it again");
  }

  /** Sets what to do when the client cancels or vanishes; done at once if it already has. */
  @Override
  public void setOnCancelHandler(Runnable handler) {
    boolean late;
    synchronized (this) {
      onCancel = handler;
      late = cancelled;
    }
    if (late) {
      handler.run();
    }
  }

  private void cancelled() {
    Runnable handler;
    synchronized (this) {
      cancelled = true;
      handler = onCancel;
    }
    if (handler != null) {
      handler.run();
    }
  }

  @Override
  public void error(Throwable failure) {
    if (end()) {
      client.error(FlightErrors.toFlight(failure));
    }
  }

  @Override
  public void completed() {
    if (end()) {
      client.completed();
    }
  }

  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    onCancel = null;
    return first;
  }

  @Override
  public boolean isCancelled() {
    return client.isCancelled();
  }

  @Override
  public boolean isReady() {
    return client.isReady();
  }

  /** Not supported: the stream itself listens. */
  @Override
  public void setOnReadyHandler(Runnable handler) {
    throw new UnsupportedOperationException("a paced stream waits by itself");
  }

  @Override
  public void setUseZeroCopy(boolean enabled) {
    client.setUseZeroCopy(enabled);
  }
}

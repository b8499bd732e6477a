/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.variant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.arrow.vector.VarCharVector;

/**
 * Text of one value in JSON after the other. Values nest at most {@link
 * com.fasterxml.jackson.core.StreamWriteConstraints#DEFAULT_MAX_DEPTH} deep. Not thread-safe.
 */
public final class TextBuffer implements AutoCloseable {
  /**
   * Parts of damaged values may lie within each other, so that few bytes have a text without end.
   */
  private static final int MAX_BYTES = 64 * 1024 * 1024;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .rootValueSeparator("")
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final Bytes bytes = new Bytes();
  private final JsonGenerator json;

  /** Creates an empty buffer. */
  public TextBuffer() throws IOException {
    this.json = FACTORY.createGenerator(bytes);
  }

  /** Returns the writer of the text. */
  public JsonGenerator json() {
    return json;
  }

  /** Moves the text of the value that was written to a row of a vector. */
  public void moveTo(VarCharVector vector, int row) throws IOException {
    json.flush();
    bytes.moveTo(vector, row);
  }

  /** Drops what was not moved. */
  @Override
  public void close() {
    bytes.reset();
  }

  /** Bytes whose number is limited. */
  private static final class Bytes extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] source, int offset, int length) {
      if (length > MAX_BYTES - count) {
        throw new IllegalStateException("a text of more than " + MAX_BYTES + " bytes");
      }
      super.write(source, offset, length);
    }

    synchronized void moveTo(VarCharVector vector, int row) {
      vector.setSafe(row, buf, 0, count);
      reset();
    }
  }
}

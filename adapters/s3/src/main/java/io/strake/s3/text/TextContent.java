/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import com.fasterxml.jackson.core.JacksonException;
import com.github.luben.zstd.ZstdIOException;
import io.strake.planner.StrakeException;
import io.strake.s3.store.ObjectSession;
import io.strake.s3.store.S3Errors;
import io.strake.s3.store.StoredObject;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/** Opener of the content of objects of text, and translator of what is wrong with it. */
public final class TextContent {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private TextContent() {}

  /** Returns the content of an object without its compression; the caller closes it. */
  public static InputStream open(ObjectSession session, StoredObject object, TextOptions options)
      throws IOException {
    InputStream bytes = new BufferedInputStream(session.open(object), BUFFER_BYTES);
    try {
      return options.compressionOf(object).open(bytes);
    } catch (IOException | RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** Returns the text of a content without its mark of the byte order. */
  public static Reader utf8(InputStream content) throws IOException {
    PushbackReader text =
        new PushbackReader(
            new InputStreamReader(
                content,
                StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
    int first = text.read();
    if (first >= 0 && first != BYTE_ORDER_MARK) {
      text.unread(first);
    }
    return text;
  }

  /**
   * Returns the error for content that a parser could not read.
   *
   * @param where part of the content that was being read, if the cause does not tell a line
   */
  public static StrakeException failure(
      S3Errors errors, StoredObject object, String where, Exception cause) {
    if (cause instanceof StrakeException known) {
      return known;
    }
    if (cause instanceof MalformedText) {
      return errors.invalid(object, String.valueOf(cause.getMessage()), cause);
    }
    boolean hasLine = cause instanceof JacksonException json && json.getLocation() != null;
    String place = hasLine ? "line " + ((JacksonException) cause).getLocation().getLineNr() : where;
    return errors.invalid(object, place + " cannot be read" + reason(cause), cause);
  }

  /** Messages of parsers may show data, so only their kinds are told. */
  private static String reason(Exception cause) {
    if (cause instanceof CharacterCodingException) {
      return ", it is not written in UTF-8";
    }
    return cause instanceof EOFException
            || cause instanceof ZipException
            || cause instanceof ZstdIOException
        ? ", what is compressed is cut off or damaged"
        : "";
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.text;

import java.io.IOException;
import java.io.Reader;

/** The characters of a text with their lines counted. Not thread-safe. */
public final class CharSource {
  private static final int BUFFER_CHARS = 32 * 1024;

  private final Reader text;
  private final char[] buffer = new char[BUFFER_CHARS];
  private int position;
  private int limit;

  /** Characters in front of the buffer. */
  private long before;

  private long lineBegin;
  private int line = 1;
  private boolean isAtEnd;

  CharSource(Reader text) {
    this.text = text;
  }

  /** Returns the next character; -1 at the end. */
  int next() throws IOException {
    return position < limit ? buffer[position++] : nextBuffer();
  }

  private int nextBuffer() throws IOException {
    return fill() ? buffer[position++] : -1;
  }

  private boolean fill() throws IOException {
    before += limit;
    position = 0;
    limit = isAtEnd ? 0 : Math.max(0, text.read(buffer, 0, BUFFER_CHARS));
    isAtEnd = limit == 0;
    return !isAtEnd;
  }

  /** Ends a line by the character that was read last; a line feed behind it belongs to it. */
  void endLine(int end) throws IOException {
    if (end == '\r' && (position < limit || fill()) && buffer[position] == '\n') {
      position++;
    }
    if (end >= 0) {
      beginLine();
    }
  }

  /** Counts the line that a character ends that was read last, and stays behind the character. */
  void countLine(int end) throws IOException {
    boolean isCut = end == '\r' && (position < limit || fill()) && buffer[position] == '\n';
    if (end == '\n' || (end == '\r' && !isCut)) {
      beginLine();
    }
  }

  private void beginLine() {
    line++;
    lineBegin = before + position;
  }

  void skipLine() throws IOException {
    int next = next();
    while (next >= 0 && next != '\n' && next != '\r') {
      next = next();
    }
    endLine(next);
  }

  /** Returns the line, from 1, of the next character. */
  int line() {
    return line;
  }

  /** Returns the place, from 1, in its line of the character that was read last. */
  int place() {
    return (int) Math.max(1, before + position - lineBegin);
  }

  boolean isAtEnd() {
    return isAtEnd;
  }
}

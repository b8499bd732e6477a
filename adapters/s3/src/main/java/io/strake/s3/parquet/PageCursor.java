/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.Encoding;
import org.jspecify.annotations.Nullable;

/** The values of one column chunk, page after page. Not thread-safe. */
final class PageCursor {
  private final ColumnDescriptor column;
  private final PageStream pages;
  private final PhysicalKind kind;
  private @Nullable DataPage page;
  private @Nullable ValueDecoder decoder;
  private int left;

  PageCursor(ColumnDescriptor column, PageStream pages) {
    this.column = column;
    this.pages = pages;
    this.kind = PhysicalKind.of(column.getPrimitiveType());
  }

  PhysicalKind kind() {
    return kind;
  }

  /** Returns the position in the file. */
  long offset() {
    return page == null ? pages.offset() : page.offset();
  }

  /**
   * Returns how many values the current page has left, after moving to the next page if there are
   * none; 0 at the end of the chunk.
   */
  int available() throws IOException {
    if (left == 0) {
      page = pages.next();
      decoder = null;
      left = page == null ? 0 : page.values();
    }
    return left;
  }

  /** Returns how many values of the current page are left, without moving to the next one. */
  int left() {
    return left;
  }

  /** Passes over {@code count} values of the page, whose levels and values are read otherwise. */
  void advance(int count) {
    left -= count;
  }

  /** Returns the levels of the current page; null if all are 0. */
  @Nullable RunLengthDecoder repetition() {
    return current().repetition();
  }

  /** Returns the levels of the current page; null if all values are present. */
  @Nullable RunLengthDecoder definition() {
    return current().definition();
  }

  /** Decodes values of the current page that are present. */
  void read(ValueBlock out, int count) throws IOException {
    if (count == 0) {
      return; // a page of NULLs may have no encoded values at all
    }
    if (decoder == null) {
      decoder = decoder(current());
    }
    decoder.read(out, count);
  }

  private DataPage current() {
    if (page == null) {
      throw new IllegalStateException("no page");
    }
    return page;
  }

  private ValueDecoder decoder(DataPage of) throws IOException {
    Slice data = of.data();
    Encoding encoding = of.encoding();
    long offset = of.offset();
    return switch (encoding) {
      case PLAIN -> new PlainDecoder(column.getPrimitiveType(), data, offset);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> dictionary(data, offset);
      case RLE -> runLengths(data, offset);
      case DELTA_BINARY_PACKED -> new DeltaDecoder(kind, data, offset);
      case DELTA_LENGTH_BYTE_ARRAY -> DeltaBytesDecoder.ofLengths(data, of.values(), offset);
      case DELTA_BYTE_ARRAY -> DeltaBytesDecoder.ofPrefixes(data, of.values(), offset);
      case BYTE_STREAM_SPLIT -> new StreamSplitDecoder(column.getPrimitiveType(), data, offset);
      default -> throw new DamageException(offset, "values in the encoding " + encoding);
    };
  }

  private ValueDecoder dictionary(Slice data, long offset) throws DamageException {
    ValueBlock dictionary = pages.dictionary();
    if (dictionary == null) {
      throw new DamageException(offset, "a page needs a dictionary that is missing");
    }
    return new DictionaryDecoder(kind, dictionary, data, offset);
  }

  /** Booleans are written so, with their length in front. */
  private ValueDecoder runLengths(Slice data, long offset) throws DamageException {
    if (kind != PhysicalKind.INTS || data.length() < Integer.BYTES) {
      throw new DamageException(offset, "values in the encoding RLE");
    }
    Slice runs = data.slice(Integer.BYTES, data.buffer().getInt());
    RunLengthDecoder decoder = new RunLengthDecoder(runs, 1, offset);
    return (out, count) -> decoder.read(out.ints, 0, count);
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.jspecify.annotations.Nullable;

/** Decoder of the pages of one flat column chunk. Not thread-safe. */
final class PageDecoder {
  private final ColumnDescriptor column;
  private final PageReader pages;
  private final @Nullable PageValues dictionary;

  /** Creates a decoder and decodes the dictionary, if there is one. */
  PageDecoder(ColumnDescriptor column, PageReader pages) throws IOException {
    this.column = column;
    this.pages = pages;
    DictionaryPage page = pages.readDictionaryPage();
    this.dictionary =
        page == null
            ? null
            : PageValues.plain(
                column.getPrimitiveType(),
                page.getBytes().toByteBuffer(),
                page.getDictionarySize());
  }

  /** Returns the next page; null after the last one. */
  @Nullable Page next() throws IOException {
    DataPage page = pages.readPage();
    if (page == null) {
      return null;
    } else if (page instanceof DataPageV1 v1) {
      return decode(v1);
    } else if (page instanceof DataPageV2 v2) {
      return decode(v2);
    }
    throw new AssertionError(page);
  }

  private Page decode(DataPageV1 page) throws IOException {
    int rows = page.getValueCount();
    ByteBuffer in = page.getBytes().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int[] levels = null;
    if (column.getMaxDefinitionLevel() > 0) {
      if (page.getDlEncoding() != Encoding.RLE) {
        throw new ParquetDecodingException("definition levels in " + page.getDlEncoding());
      }
      int length = in.getInt();
      ByteBuffer encoded = in.slice(in.position(), length);
      levels = LevelDecoder.decode(encoded, 1, rows);
      in.position(in.position() + length);
    }
    return page(rows, levels, page.getValueEncoding(), in);
  }

  private Page decode(DataPageV2 page) throws IOException {
    int rows = page.getValueCount();
    int[] levels = null;
    if (column.getMaxDefinitionLevel() > 0) {
      levels = LevelDecoder.decode(page.getDefinitionLevels().toByteBuffer(), 1, rows);
    }
    return page(rows, levels, page.getDataEncoding(), page.getData().toByteBuffer());
  }

  private Page page(int rows, int @Nullable [] levels, Encoding encoding, ByteBuffer in)
      throws IOException {
    int values = rows;
    if (levels != null) {
      values = 0;
      for (int row = 0; row < rows; row++) {
        values += levels[row];
      }
    }
    return new Page(rows, values == rows ? null : levels, values(encoding, in, values));
  }

  private PageValues values(Encoding encoding, ByteBuffer in, int count) throws IOException {
    if (count == 0) {
      return PageValues.ofBytes(new byte[0], new int[0], new int[0]);
    }
    if (encoding.usesDictionary()) {
      if (dictionary == null) {
        throw new ParquetDecodingException("a page needs a dictionary that is missing");
      }
      int bitWidth = in.get();
      if (bitWidth < 0 || bitWidth > Integer.SIZE) {
        throw new ParquetDecodingException("indices of " + bitWidth + " bits");
      }
      int[] ids = LevelDecoder.decode(in, bitWidth, count);
      return dictionary.gather(column.getPrimitiveType(), ids, count);
    }
    if (encoding == Encoding.PLAIN) {
      return PageValues.plain(column.getPrimitiveType(), in, count);
    }
    ValuesReader reader = encoding.getValuesReader(column, ValuesType.VALUES);
    reader.initFromPage(count, ByteBufferInputStream.wrap(in));
    return PageValues.read(column.getPrimitiveType(), reader, count);
  }
}

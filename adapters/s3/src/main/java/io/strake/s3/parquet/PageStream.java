/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** The pages of one column chunk, in order. Not thread-safe. */
final class PageStream {
  private static final byte[] NONE = {};

  /** A page is in memory as a whole, so what its header says must not exhaust the memory. */
  private static final long MAX_PAGE_BYTES =
      Math.min(Integer.MAX_VALUE - 64L, Runtime.getRuntime().maxMemory() / 4);

  private final ColumnDescriptor column;
  private final CompressionCodecName codec;
  private final boolean verifiesChecksums;
  private final ChunkStream in;
  private long valuesLeft;
  private byte[] buffer = NONE;
  private @Nullable ValueBlock dictionary;

  PageStream(ColumnDescriptor column, ColumnChunk chunk, ChunkInput input) {
    this.column = column;
    this.codec = chunk.codec();
    this.verifiesChecksums = chunk.verifiesChecksums();
    this.valuesLeft = chunk.values();
    this.in = new ChunkStream(input);
  }

  /** Returns the position in the file. */
  long offset() {
    return in.offset();
  }

  /** Returns the dictionary of the pages read last; null if there is none. */
  @Nullable ValueBlock dictionary() {
    return dictionary;
  }

  /** Returns the next data page that has values; null after the last one. */
  @Nullable DataPage next() throws IOException {
    while (valuesLeft > 0 && !in.isAtEnd()) {
      long offset = in.offset();
      DataPage page = read(header(offset), offset);
      if (page != null && page.values() > 0) {
        return page;
      }
    }
    return null;
  }

  private PageHeader header(long offset) throws IOException {
    PageHeader header;
    try {
      header = Util.readPageHeader(in);
    } catch (IOException | RuntimeException e) {
      throw new DamageException(offset, e);
    }
    if (header.getCompressed_page_size() < 0
        || header.getUncompressed_page_size() < 0
        || header.getUncompressed_page_size() > MAX_PAGE_BYTES
        || header.getCompressed_page_size() > MAX_PAGE_BYTES) {
      throw new DamageException(
          offset,
          "a page of %d bytes, %d decompressed, where at most %d fit into memory"
              .formatted(
                  header.getCompressed_page_size(),
                  header.getUncompressed_page_size(),
                  MAX_PAGE_BYTES));
    }
    return header;
  }

  private @Nullable DataPage read(PageHeader header, long offset) throws IOException {
    Slice body = in.take(header.getCompressed_page_size());
    if (verifiesChecksums && header.isSetCrc() && crc(body) != header.getCrc()) {
      throw new DamageException(offset, "a page whose checksum is wrong");
    }
    if (header.isSetDictionary_page_header()) {
      readDictionary(header, body, offset);
      return null;
    } else if (header.isSetData_page_header()) {
      return pageV1(header, body, offset);
    } else if (header.isSetData_page_header_v2()) {
      return pageV2(header, body, offset);
    }
    return null; // pages of other kinds are passed over, as the format demands
  }

  private static int crc(Slice body) {
    CRC32 crc = new CRC32();
    crc.update(body.bytes(), body.from(), body.length());
    return (int) crc.getValue();
  }

  private void readDictionary(PageHeader header, Slice body, long offset) throws IOException {
    DictionaryPageHeader dictionaryHeader = header.getDictionary_page_header();
    int size = header.getUncompressed_page_size();
    int count = dictionaryHeader.getNum_values();
    if (count < 0 || count > size) {
      throw new DamageException(
          offset, "a dictionary of " + count + " values in " + size + " bytes");
    }
    byte[] copy = new byte[size + ValueBlock.SLACK]; // pages to come refer to it
    decompress(codec, body, copy, size, offset);
    ValueBlock values = new ValueBlock(PhysicalKind.of(column.getPrimitiveType()), count);
    new PlainDecoder(column.getPrimitiveType(), new Slice(copy, 0, size), offset)
        .read(values, count);
    dictionary = values;
  }

  private DataPage pageV1(PageHeader header, Slice body, long offset) throws IOException {
    DataPageHeader pageHeader = header.getData_page_header();
    int values = counted(pageHeader.getNum_values(), offset);
    Slice in = decompressed(body, header.getUncompressed_page_size(), codec, offset);
    RunLengthDecoder repetition = null;
    RunLengthDecoder definition = null;
    if (column.getMaxRepetitionLevel() > 0) {
      int length = levelsLength(in, pageHeader.getRepetition_level_encoding(), offset);
      repetition = levels(in.slice(Integer.BYTES, length), column.getMaxRepetitionLevel(), offset);
      in = in.after(Integer.BYTES + length);
    }
    if (column.getMaxDefinitionLevel() > 0) {
      int length = levelsLength(in, pageHeader.getDefinition_level_encoding(), offset);
      definition = levels(in.slice(Integer.BYTES, length), column.getMaxDefinitionLevel(), offset);
      in = in.after(Integer.BYTES + length);
    }
    return new DataPage(values, repetition, definition, pageHeader.getEncoding(), in, offset);
  }

  private static int levelsLength(Slice in, Encoding encoding, long offset) throws DamageException {
    if (encoding != Encoding.RLE) {
      throw new DamageException(offset, "levels in the encoding " + encoding);
    }
    return in.length() < Integer.BYTES ? 0 : in.buffer().getInt();
  }

  private DataPage pageV2(PageHeader header, Slice body, long offset) throws IOException {
    DataPageHeaderV2 pageHeader = header.getData_page_header_v2();
    int values = counted(pageHeader.getNum_values(), offset);
    int repetitionLength = pageHeader.getRepetition_levels_byte_length();
    int definitionLength = pageHeader.getDefinition_levels_byte_length();
    RunLengthDecoder repetition = null;
    RunLengthDecoder definition = null;
    if (column.getMaxRepetitionLevel() > 0) {
      repetition = levels(body.slice(0, repetitionLength), column.getMaxRepetitionLevel(), offset);
    }
    if (column.getMaxDefinitionLevel() > 0) {
      Slice encoded = body.slice(repetitionLength, definitionLength);
      definition = levels(encoded, column.getMaxDefinitionLevel(), offset);
    }
    int levelBytes = Math.addExact(repetitionLength, definitionLength);
    Slice data = body.slice(levelBytes, body.length() - levelBytes);
    int size = header.getUncompressed_page_size() - levelBytes;
    boolean isCompressed = !pageHeader.isSetIs_compressed() || pageHeader.isIs_compressed();
    data =
        size <= 0
            ? data.slice(0, 0)
            : decompressed(
                data, size, isCompressed ? codec : CompressionCodecName.UNCOMPRESSED, offset);
    return new DataPage(values, repetition, definition, pageHeader.getEncoding(), data, offset);
  }

  private int counted(int values, long offset) throws DamageException {
    if (values < 0 || values > valuesLeft) {
      throw new DamageException(offset, "a page of more values than its column chunk");
    }
    valuesLeft -= values;
    return values;
  }

  private static RunLengthDecoder levels(Slice in, int max, long offset) throws DamageException {
    return new RunLengthDecoder(in, Integer.SIZE - Integer.numberOfLeadingZeros(max), offset);
  }

  private Slice decompressed(Slice body, int size, CompressionCodecName with, long offset)
      throws IOException {
    if (with == CompressionCodecName.UNCOMPRESSED && body.length() == size) {
      return body;
    }
    if (buffer.length < size + ValueBlock.SLACK) {
      buffer = new byte[size + ValueBlock.SLACK];
    }
    decompress(with, body, buffer, size, offset);
    return new Slice(buffer, 0, size);
  }

  private static void decompress(
      CompressionCodecName with, Slice body, byte[] out, int size, long offset) throws IOException {
    try {
      PageCodecs.decompress(with, body, out, size);
    } catch (IOException | RuntimeException e) {
      throw new DamageException(offset, e);
    }
  }
}

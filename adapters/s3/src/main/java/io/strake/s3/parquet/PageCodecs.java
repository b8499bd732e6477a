/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.brotli.dec.BrotliInputStream;
import org.xerial.snappy.Snappy;

/**
 * Decompression of pages: snappy, gzip, zstd, LZ4_RAW, brotli, none, and the old LZ4 with the
 * frames of Hadoop or without. Stateless and thread-safe.
 */
final class PageCodecs {
  private static final int HADOOP_HEADER_BYTES = 8;

  private PageCodecs() {}

  /**
   * Decompresses a page.
   *
   * @param out array with room for {@code size} bytes
   * @param size number of bytes that the page has when decompressed
   * @throws IOException if the bytes are damaged or the codec is not supported
   */
  static void decompress(CompressionCodecName codec, Slice in, byte[] out, int size)
      throws IOException {
    switch (codec) {
      case UNCOMPRESSED -> {
        check(in.length(), size);
        System.arraycopy(in.bytes(), in.from(), out, 0, size);
      }
      case SNAPPY -> snappy(in, out, size);
      case GZIP -> stream(new GZIPInputStream(input(in)), out, size);
      case ZSTD -> zstd(in, out, size);
      case LZ4_RAW -> lz4(in, out, 0, size);
      case LZ4 -> framedLz4(in, out, size);
      case BROTLI -> stream(new BrotliInputStream(input(in)), out, size);
      case LZO ->
          throw new IOException(
              "compression " + codec + " is not supported; write the object with zstd or snappy");
    }
  }

  private static ByteArrayInputStream input(Slice in) {
    return new ByteArrayInputStream(in.bytes(), in.from(), in.length());
  }

  private static void stream(InputStream opened, byte[] out, int size) throws IOException {
    try (InputStream stream = opened) {
      check(stream.readNBytes(out, 0, size), size);
    }
  }

  /** The native code trusts its output to be large enough, so the length is compared before. */
  private static void snappy(Slice in, byte[] out, int size) throws IOException {
    check(Snappy.uncompressedLength(in.bytes(), in.from(), in.length()), size);
    check(Snappy.uncompress(in.bytes(), in.from(), in.length(), out, 0), size);
  }

  private static void zstd(Slice in, byte[] out, int size) throws IOException {
    long written = Zstd.decompressByteArray(out, 0, size, in.bytes(), in.from(), in.length());
    if (Zstd.isError(written)) {
      throw new IOException("zstd: " + Zstd.getErrorName(written));
    }
    check(written, size);
  }

  private static void lz4(Slice in, byte[] out, int at, int size) throws IOException {
    check(
        new Lz4Decompressor().decompress(in.bytes(), in.from(), in.length(), out, at, size), size);
  }

  /** Early writers used Hadoop's frames, others the bare block, and the name says neither. */
  private static void framedLz4(Slice in, byte[] out, int size) throws IOException {
    ByteBuffer headers = ByteBuffer.wrap(in.bytes());
    int position = 0;
    int done = 0;
    while (in.length() - position >= HADOOP_HEADER_BYTES && done < size) {
      int blockSize = headers.getInt(in.from() + position);
      int compressed = headers.getInt(in.from() + position + Integer.BYTES);
      int rest = in.length() - position - HADOOP_HEADER_BYTES;
      if (blockSize < 0 || blockSize > size - done || compressed < 0 || compressed > rest) {
        break;
      }
      position += HADOOP_HEADER_BYTES;
      lz4(in.slice(position, compressed), out, done, blockSize);
      position += compressed;
      done += blockSize;
    }
    if (done < size || position < in.length()) {
      lz4(in, out, 0, size);
    }
  }

  private static void check(long written, int size) throws IOException {
    if (written != size) {
      throw new IOException("a page has " + written + " bytes instead of " + size);
    }
  }
}

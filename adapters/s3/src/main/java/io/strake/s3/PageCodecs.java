/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Decompressors of pages: snappy, gzip, zstd, LZ4_RAW and none.
 *
 * <p>Parquet's own factory needs a configuration of Hadoop. Stateless and thread-safe.
 */
final class PageCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("objects are only read");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    return switch (codec) {
      case UNCOMPRESSED -> new PageDecompressor((in, size) -> in);
      case SNAPPY -> new PageDecompressor(PageCodecs::snappy);
      case GZIP -> new PageDecompressor(PageCodecs::gzip);
      case ZSTD -> new PageDecompressor(PageCodecs::zstd);
      case LZ4_RAW -> new PageDecompressor(PageCodecs::lz4);
      case LZO, BROTLI, LZ4 ->
          throw new UnsupportedOperationException(
              "compression " + codec + " is not supported; write the object with zstd or snappy");
    };
  }

  @Override
  public void release() {}

  private static byte[] snappy(byte[] in, int size) throws IOException {
    byte[] out = new byte[size];
    check(Snappy.uncompress(in, 0, in.length, out, 0), size);
    return out;
  }

  private static byte[] gzip(byte[] in, int size) throws IOException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(in))) {
      byte[] out = stream.readNBytes(size);
      check(out.length, size);
      return out;
    }
  }

  private static byte[] zstd(byte[] in, int size) throws IOException {
    byte[] out = new byte[size];
    long written = Zstd.decompressByteArray(out, 0, size, in, 0, in.length);
    if (Zstd.isError(written)) {
      throw new IOException("zstd: " + Zstd.getErrorName(written));
    }
    check(written, size);
    return out;
  }

  private static byte[] lz4(byte[] in, int size) throws IOException {
    byte[] out = new byte[size];
    check(new Lz4Decompressor().decompress(in, 0, in.length, out, 0, size), size);
    return out;
  }

  private static void check(long written, int size) throws IOException {
    if (written != size) {
      throw new IOException("a page has " + written + " bytes instead of " + size);
    }
  }

  /** Decompression of one page. */
  @FunctionalInterface
  private interface Codec {
    byte[] decompress(byte[] in, int size) throws IOException;
  }

  private record PageDecompressor(Codec codec) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      return BytesInput.from(codec.decompress(bytes.toByteArray(), size));
    }

    @Override
    public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
        throws IOException {
      byte[] in = new byte[compressed];
      input.get(in);
      output.put(codec.decompress(in, size));
    }

    @Override
    public void release() {}
  }
}

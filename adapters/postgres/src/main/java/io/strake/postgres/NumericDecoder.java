/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import org.apache.arrow.vector.DecimalVector;

/**
 * Decoder of {@code numeric}: digits to the base 10,000, scaled to the scale of the column without
 * ever losing one.
 *
 * <p>The value is {@code sign * sum(digit[i] * 10000^(weight - i))}. It is collected in 128 bits,
 * kept in two longs.
 */
final class NumericDecoder extends ColumnDecoder<DecimalVector> {
  private static final int HEADER_BYTES = 8;
  private static final int BASE = 10_000;
  private static final int BASE_DIGITS = 4;
  private static final int[] POWERS_OF_TEN = {1, 10, 100, 1000, BASE};

  private static final int POSITIVE = 0x0000;
  private static final int NEGATIVE = 0x4000;

  /** 10^38, the first number with 39 digits. */
  private static final long LIMIT_HIGH = 0x4B3B4CA85A86C47AL;

  private static final long LIMIT_LOW = 0x098A224000000000L;

  private static final long INT_MASK = 0xFFFFFFFFL;

  /** Digits that fit into 64 bits. */
  private static final int LONG_DIGITS = 18;

  private final byte[] values = new byte[RowBlock.ROWS * DecimalVector.TYPE_WIDTH];
  private final int scale;
  private long high;
  private long low;

  NumericDecoder(int scale) {
    super(DecimalVector.class, DecimalVector.TYPE_WIDTH);
    this.scale = scale;
  }

  @Override
  void decode(byte[][] rows, int[] offsets, int[] lengths, int count, int first) {
    for (int i = 0; i < count; i++) {
      if (lengths[i] < 0) {
        high = 0;
        low = 0;
      } else {
        decode(rows[i], offsets[i]);
      }
      Wire.putInt8(values, 2 * i, low);
      Wire.putInt8(values, 2 * i + 1, high);
    }
    write(values, count, first);
  }

  private void decode(byte[] bytes, int offset) {
    int digits = Wire.int2(bytes, offset);
    int weight = Wire.int2(bytes, offset + 2);
    int sign = Wire.int2(bytes, offset + 4) & 0xFFFF;
    if (sign != POSITIVE && sign != NEGATIVE) {
      throw new UnfitValueException(
          "NaN or an infinity, which DECIMAL does not have",
          "cast the column to double precision in a view");
    }
    int start = offset + HEADER_BYTES;
    if (Math.max(0, weight + 1) * BASE_DIGITS + scale <= LONG_DIGITS) {
      long value = collectShort(bytes, start, digits, weight);
      low = sign == NEGATIVE ? -value : value;
      high = low >> (Long.SIZE - 1);
      return;
    }
    collect(bytes, start, digits, weight);
    if (sign == NEGATIVE) {
      low = -low;
      high = ~high + (low == 0 ? 1 : 0);
    }
  }

  /** Returns a value that fits into 64 bits, without its sign. */
  private long collectShort(byte[] bytes, int start, int digits, int weight) {
    long value = 0;
    int exponent = scale;
    for (int i = 0; i < digits; i++) {
      int digit = Wire.int2(bytes, start + i * Short.BYTES);
      exponent = (weight - i) * BASE_DIGITS + scale;
      value =
          exponent >= 0
              ? value * BASE + digit
              : value * POWERS_OF_TEN[Math.max(0, BASE_DIGITS + exponent)]
                  + fraction(digit, exponent);
    }
    for (; digits > 0 && exponent > 0; exponent -= BASE_DIGITS) {
      value *= POWERS_OF_TEN[Math.min(exponent, BASE_DIGITS)];
    }
    return value;
  }

  private void collect(byte[] bytes, int start, int digits, int weight) {
    high = 0;
    low = 0;
    int exponent = scale;
    for (int i = 0; i < digits; i++) {
      int digit = Wire.int2(bytes, start + i * Short.BYTES);
      exponent = (weight - i) * BASE_DIGITS + scale; // of ten, of this digit in the result
      if (exponent >= 0) {
        multiplyAdd(BASE, digit);
      } else {
        addFraction(digit, exponent);
      }
    }
    for (; digits > 0 && exponent > 0; exponent -= BASE_DIGITS) {
      multiplyAdd(POWERS_OF_TEN[Math.min(exponent, BASE_DIGITS)], 0);
    }
  }

  private void addFraction(int digit, int exponent) {
    multiplyAdd(POWERS_OF_TEN[Math.max(0, BASE_DIGITS + exponent)], fraction(digit, exponent));
  }

  /** Returns what of a digit is before the last place; behind it there must be nothing. */
  private int fraction(int digit, int exponent) {
    int lost = Math.min(-exponent, BASE_DIGITS);
    if (digit % POWERS_OF_TEN[lost] != 0) {
      throw new UnfitValueException(
          "a value with more than " + scale + " digits behind the point",
          "declare the column as numeric(p, s), or raise the operand numericScale");
    }
    return digit / POWERS_OF_TEN[lost];
  }

  private void multiplyAdd(int factor, int summand) {
    long word0 = (low & INT_MASK) * factor + summand;
    long word1 = (low >>> 32) * factor + (word0 >>> 32);
    long word2 = (high & INT_MASK) * factor + (word1 >>> 32);
    long word3 = (high >>> 32) * factor + (word2 >>> 32);
    low = (word1 << 32) | (word0 & INT_MASK);
    high = (word3 << 32) | (word2 & INT_MASK);
    boolean tooLarge =
        word3 >>> 31 != 0
            || high > LIMIT_HIGH
            || (high == LIMIT_HIGH && Long.compareUnsigned(low, LIMIT_LOW) >= 0);
    if (tooLarge) {
      throw new UnfitValueException(
          "a value with more than 38 digits, of which " + scale + " are behind the point",
          "cast the column to text or double precision in a view, or lower the operand"
              + " numericScale");
    }
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Big-endian numbers in a message, and little-endian ones as vectors have them. What is outside of
 * an array throws IndexOutOfBoundsException.
 */
final class Wire {
  private static final VarHandle INT2 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT4 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT8 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LITTLE_INT2 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_INT4 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LITTLE_INT8 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Wire() {}

  static short int2(byte[] bytes, int offset) {
    return (short) INT2.get(bytes, offset);
  }

  static int int4(byte[] bytes, int offset) {
    return (int) INT4.get(bytes, offset);
  }

  static long int8(byte[] bytes, int offset) {
    return (long) INT8.get(bytes, offset);
  }

  static void putInt2(byte[] vector, int index, short value) {
    LITTLE_INT2.set(vector, index * Short.BYTES, value);
  }

  static void putInt4(byte[] vector, int index, int value) {
    LITTLE_INT4.set(vector, index * Integer.BYTES, value);
  }

  static void putInt8(byte[] vector, int index, long value) {
    LITTLE_INT8.set(vector, index * Long.BYTES, value);
  }
}

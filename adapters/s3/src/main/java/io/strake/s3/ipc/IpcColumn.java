/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/**
 * A column of a record batch as it is written, or a part of a nested one. Its buffers have the
 * bytes that its length demands. Immutable.
 *
 * @param field its type; that of the values where it is encoded by a dictionary
 * @param length number of rows
 * @param validity bits of the rows that are not NULL; null if none is NULL
 * @param buffers other buffers in the order of the format
 * @param children parts of a nested column
 */
@SuppressWarnings("ArrayRecordComponent") // identity is not asked for
record IpcColumn(
    Field field,
    int length,
    @Nullable ByteBuffer validity,
    ByteBuffer[] buffers,
    List<IpcColumn> children) {

  boolean isValid(int row) {
    return validity == null || (validity.get(row >> 3) >> (row & 7) & 1) != 0;
  }

  ByteBuffer data() {
    return buffers[0];
  }
}

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.ipc;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What an object of Arrow IPC says of itself. Immutable.
 *
 * @param fields columns, with the types of their values where they are encoded by dictionaries
 * @param dictionaries where the values of dictionaries are; empty for a stream
 * @param batches where the record batches are; empty for a stream
 * @param isStream whether the object is a stream of messages without a footer
 * @param isOld whether it is of a version before 5, in which unions have NULLs of their own
 */
public record IpcLayout(
    List<Field> fields,
    List<Block> dictionaries,
    List<Block> batches,
    boolean isStream,
    boolean isOld) {
  /** Copies the lists. */
  public IpcLayout {
    fields = List.copyOf(fields);
    dictionaries = List.copyOf(dictionaries);
    batches = List.copyOf(batches);
  }

  /**
   * A message of a file.
   *
   * @param offset first byte of the message
   * @param metadataLength bytes of what describes the body, in front of it
   * @param bodyLength bytes of the buffers
   */
  public record Block(long offset, int metadataLength, long bodyLength) {}
}

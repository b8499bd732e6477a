/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.strake.s3.parquet;

import java.io.IOException;

/** Decoder of the values of one page. Not thread-safe. */
interface ValueDecoder {
  /**
   * Writes the next values into a block, from its beginning on.
   *
   * @param count number of values, at most the block's capacity
   */
  void read(ValueBlock out, int count) throws IOException;
}

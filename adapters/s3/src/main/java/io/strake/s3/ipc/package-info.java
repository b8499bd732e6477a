/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Decoder of the file and stream formats of Arrow IPC ("Arrow Columnar Format", "Serialization and
 * Interprocess Communication").
 *
 * <p>Bytes of an object become an {@link io.strake.s3.ipc.IpcBatch}, whose columns stay in the form
 * in which they were written until a {@link io.strake.s3.ipc.ColumnCopier} writes their rows into
 * vectors of the table's types. Whatever damaged bytes say, lengths are held against the bytes that
 * there are before anything is allocated, and every access is checked by Java.
 */
@NullMarked
package io.strake.s3.ipc;

import org.jspecify.annotations.NullMarked;

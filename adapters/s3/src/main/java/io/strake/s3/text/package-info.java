/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** CSV and JSON lines: options, records, values, and how columns are found out by a sample. */
@NullMarked
package io.strake.s3.text;

import org.jspecify.annotations.NullMarked;

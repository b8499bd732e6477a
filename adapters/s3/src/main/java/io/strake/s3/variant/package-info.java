/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Variants as text: values of any type in the binary encoding of the Parquet format specification
 * ("Variant Binary Encoding") and the JSON that they become.
 */
@NullMarked
package io.strake.s3.variant;

import org.jspecify.annotations.NullMarked;

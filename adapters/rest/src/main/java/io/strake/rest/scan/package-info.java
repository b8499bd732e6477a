/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Reading of pages and decoding of JSON into Arrow vectors. Internal. */
@NullMarked
package io.strake.rest.scan;

import org.jspecify.annotations.NullMarked;

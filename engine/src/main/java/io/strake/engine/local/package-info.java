/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The local engine: what no source took, as one DuckDB statement for each maximal local subtree.
 *
 * <p>Start with {@link io.strake.engine.local.LocalConvention}; the allow-list is in {@code
 * LocalOperators} and {@code LocalBackend}.
 */
@NullMarked
package io.strake.engine.local;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Data and queries of the TPC-H benchmark, and the measurement of the engine with them. */
@NullMarked
package io.strake.benchmarks.tpch;

import org.jspecify.annotations.NullMarked;

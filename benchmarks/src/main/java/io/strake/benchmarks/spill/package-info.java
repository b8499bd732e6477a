/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The measurement of queries that are larger than the memory: {@link
 * io.strake.benchmarks.spill.SpillBenchmark}.
 */
@NullMarked
package io.strake.benchmarks.spill;

import org.jspecify.annotations.NullMarked;

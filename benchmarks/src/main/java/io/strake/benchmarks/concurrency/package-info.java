/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The measurement of many queries at once in little memory: {@link
 * io.strake.benchmarks.concurrency.ConcurrencyBenchmark}.
 */
@NullMarked
package io.strake.benchmarks.concurrency;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The measurement of how soon a cancelled statement ends: {@link
 * io.strake.benchmarks.cancel.CancelBenchmark}.
 */
@NullMarked
package io.strake.benchmarks.cancel;

import org.jspecify.annotations.NullMarked;

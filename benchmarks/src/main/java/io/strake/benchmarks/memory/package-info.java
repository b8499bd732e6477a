/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Adapter over tables in the memory of this process: the input of measurements and tests that want
 * no source in the way.
 */
@NullMarked
package io.strake.benchmarks.memory;

import org.jspecify.annotations.NullMarked;

/*
 * Copyright 2026 the Strake authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Measurements: of whole results through a gateway process ({@link
 * io.strake.benchmarks.ExportBenchmark}) and of single hot paths with JMH.
 */
@NullMarked
package io.strake.benchmarks;

import org.jspecify.annotations.NullMarked;
